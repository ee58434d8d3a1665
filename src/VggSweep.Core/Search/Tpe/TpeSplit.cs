namespace VggSweep.Core.Search.Tpe;

/// <summary>
/// The best tenth of the trials that ended, at most 25, and all others. Running trials count as bad (the constant liar),
/// which keeps concurrent proposals apart; so do failed ones.
/// </summary>
internal sealed record TpeSplit(IReadOnlyList<double[]> Good, IReadOnlyList<double[]> Others)
{
    private const int MostGood = 25;

    public static TpeSplit Of(IReadOnlyList<(TriedTrial Trial, double[] Point)> tried)
    {
        var ended = tried.Where(one => one.Trial.Value is not null).ToList();
        var count = Math.Min((int)Math.Ceiling(0.1 * ended.Count), MostGood);
        var good = ended
            .Where(one => one.Trial.HasValue)
            .OrderByDescending(one => one.Trial.Value)
            .Take(count)
            .Select(one => one.Trial.Number)
            .ToHashSet();
        return new TpeSplit(
            [.. tried.Where(one => good.Contains(one.Trial.Number)).Select(one => one.Point)],
            [.. tried.Where(one => !good.Contains(one.Trial.Number)).Select(one => one.Point)]);
    }
}
