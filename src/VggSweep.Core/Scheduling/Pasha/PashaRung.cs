namespace VggSweep.Core.Scheduling.Pasha;

/// <summary>The results at one rung, and which of their trials wait there.</summary>
internal sealed class PashaRung
{
    /// <summary>Ranks beyond this one are not compared, so that a step stays short whatever the number of trials.</summary>
    private const int MostCompared = 1_000;

    private readonly Rung rung = new();
    private readonly Dictionary<int, (double Value, int Order)> results = [];
    private readonly SortedSet<(double Value, int Order, int Trial)> waiting = new(new BestFirst());

    public int Count => rung.Count;

    /// <summary>Adds a result, whose trial waits from now on.</summary>
    /// <returns>Its rank, from 1.</returns>
    public int Add(int trial, double value)
    {
        results[trial] = (value, results.Count);
        waiting.Add((value, results[trial].Order, trial));
        return rung.Add(trial, value);
    }

    /// <summary>The trial waits here no more.</summary>
    public void Remove(int trial)
    {
        if (results.TryGetValue(trial, out var result))
        {
            waiting.Remove((result.Value, result.Order, trial));
        }
    }

    /// <summary>The best trial that waits; null when none does.</summary>
    public int? BestWaiting => waiting.Count == 0 ? null : waiting.Min.Trial;

    /// <summary>The best trial that waits, if it is among the best so many of all.</summary>
    public int? Promotable(int best)
    {
        if (best == 0 || waiting.Count == 0)
        {
            return null;
        }

        var last = rung.TrialAt(best);
        var first = waiting.Min;
        return BestFirst.Compare((first.Value, first.Order), results[last]) <= 0 ? first.Trial : null;
    }

    /// <summary>
    /// Whether the trials here have the ranking that they had at the rung below, results that differ by no more than epsilon
    /// being equal: the paper's soft ranking.
    /// </summary>
    public bool RanksAs(PashaRung below, double epsilon)
    {
        var (here, before) = (new List<double>(), new List<(double Value, int Order)>());
        foreach (var (trial, _) in rung.Ranked().Take(MostCompared))
        {
            here.Add(below.results[trial].Value);
            before.Add(below.results[trial]);
        }

        before.Sort(BestFirst.Compare);
        return here.Zip(before, (value, other) => value.Equals(other.Value) || Math.Abs(value - other.Value) <= epsilon)
            .All(isEqual => isEqual);
    }

    /// <summary>As <see cref="Rung"/> ranks: not a number is the worst, and of equals the first that came is the better.</summary>
    private sealed class BestFirst : IComparer<(double Value, int Order, int Trial)>
    {
        public static int Compare((double Value, int Order) one, (double Value, int Order) other) =>
            other.Value.CompareTo(one.Value) is var order and not 0 ? order : one.Order.CompareTo(other.Order);

        public int Compare((double Value, int Order, int Trial) x, (double Value, int Order, int Trial) y) =>
            Compare((x.Value, x.Order), (y.Value, y.Order));
    }
}
