namespace VggSweep.Core.Scheduling;

/// <summary>The results of the trials that reached one rung, best first; of equals the first that came stands first.</summary>
internal sealed class Rung
{
    private readonly List<(int Trial, double Value)> ranked = [];

    public int Count => ranked.Count;

    /// <summary>The trial at a rank from 1.</summary>
    public int TrialAt(int rank) => ranked[rank - 1].Trial;

    public double ValueAt(int rank) => ranked[rank - 1].Value;

    /// <param name="value">The greater the better; not a number is the worst.</param>
    /// <returns>The trial's rank, from 1.</returns>
    public int Add(int trial, double value)
    {
        var (low, high) = (0, ranked.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ranked[middle].Value.CompareTo(value) >= 0 ? (middle + 1, high) : (low, middle);
        }

        ranked.Insert(low, (trial, value));
        return low + 1;
    }
}
