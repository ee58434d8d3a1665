namespace VggSweep.Core.Search.Genetic;

/// <summary>Non-dominated sorting and crowding of NSGA-II (Deb et al. 2002). Greater is better in every objective.</summary>
public static class ParetoFronts
{
    /// <summary>Whether the left is nowhere worse and somewhere better.</summary>
    public static bool Dominates(IReadOnlyList<double> left, IReadOnlyList<double> right)
    {
        var isBetter = false;
        for (var objective = 0; objective < left.Count; objective++)
        {
            if (left[objective] < right[objective])
            {
                return false;
            }

            isBetter |= left[objective] > right[objective];
        }

        return isBetter;
    }

    /// <summary>
    /// Indices of those that none dominates, in rising order: the first front of <see cref="Sort"/>, without comparing
    /// every pair.
    /// </summary>
    public static IReadOnlyList<int> First(IReadOnlyList<IReadOnlyList<double>> values)
    {
        // By the first objective, then the second ...: what dominates a value comes before it.
        var order = Enumerable.Range(0, values.Count).OrderByDescending(index => values[index][0]);
        for (var objective = 1; values.Count > 0 && objective < values[0].Count; objective++)
        {
            var next = objective;
            order = order.ThenByDescending(index => values[index][next]);
        }

        var front = new List<int>();
        foreach (var index in order)
        {
            if (!front.Exists(other => Dominates(values[other], values[index])))
            {
                front.Add(index);
            }
        }

        return [.. front.Order()];
    }

    /// <summary>Indices by front, the best first: each front is dominated only by those before it.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Sort(IReadOnlyList<IReadOnlyList<double>> values)
    {
        if (values is [{ Count: 1 }, ..])
        {
            return [.. values.Index().GroupBy(one => one.Item[0], one => one.Index)
                .OrderByDescending(front => front.Key).Select(front => front.ToList())];
        }

        var dominated = Enumerable.Range(0, values.Count).Select(_ => new List<int>()).ToArray();
        var dominators = new int[values.Count];
        for (var left = 0; left < values.Count; left++)
        {
            for (var right = 0; right < values.Count; right++)
            {
                if (Dominates(values[left], values[right]))
                {
                    dominated[left].Add(right);
                    dominators[right]++;
                }
            }
        }

        var fronts = new List<IReadOnlyList<int>>();
        List<int> front = [.. Enumerable.Range(0, values.Count).Where(index => dominators[index] == 0)];
        while (front.Count > 0)
        {
            fronts.Add(front);
            front = [.. front.SelectMany(index => dominated[index]).Where(index => --dominators[index] == 0).Order()];
        }

        return fronts;
    }

    /// <summary>
    /// How much room each member of a front has: over all objectives, the distance between its neighbours as a share of the
    /// front's range. Infinite at the ends.
    /// </summary>
    public static IReadOnlyList<double> Crowding(IReadOnlyList<IReadOnlyList<double>> front)
    {
        var distances = new double[front.Count];
        for (var objective = 0; front.Count > 0 && objective < front[0].Count; objective++)
        {
            int[] order = [.. Enumerable.Range(0, front.Count).OrderBy(index => front[index][objective])];
            var range = front[order[^1]][objective] - front[order[0]][objective];
            distances[order[0]] = distances[order[^1]] = double.PositiveInfinity;
            for (var rank = 1; rank < order.Length - 1 && range > 0; rank++)
            {
                distances[order[rank]] += (front[order[rank + 1]][objective] - front[order[rank - 1]][objective]) / range;
            }
        }

        return distances;
    }
}
