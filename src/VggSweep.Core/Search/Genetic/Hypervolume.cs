namespace VggSweep.Core.Search.Genetic;

/// <summary>
/// The volume that a set of results dominates above a reference point, exact, by slicing along the last objective (Knowles
/// 2002). Greater is better in every objective.
/// </summary>
public static class Hypervolume
{
    /// <param name="reference">Results that do not exceed it in every objective add nothing.</param>
    public static double Of(IEnumerable<IReadOnlyList<double>> results, IReadOnlyList<double> reference) => Slice(
        [.. results.Where(result => Enumerable.Range(0, reference.Count).All(objective => result[objective] > reference[objective]))],
        reference, reference.Count);

    private static double Slice(List<IReadOnlyList<double>> results, IReadOnlyList<double> reference, int objectives)
    {
        if (results.Count == 0)
        {
            return 0;
        }

        var last = objectives - 1;
        if (last == 0)
        {
            return results.Max(result => result[0]) - reference[0];
        }

        // Between two heights the same results reach up: those above.
        var volume = 0.0;
        var ordered = results.OrderByDescending(result => result[last]).ToList();
        for (var count = 1; count <= ordered.Count; count++)
        {
            var floor = count < ordered.Count ? ordered[count][last] : reference[last];
            var height = ordered[count - 1][last] - floor;
            volume += height > 0 ? height * Slice(ordered[..count], reference, last) : 0;
        }

        return volume;
    }
}
