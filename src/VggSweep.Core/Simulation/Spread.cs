namespace VggSweep.Core.Simulation;

/// <summary>A figure over the seeds of a simulation: its median, and the interval that holds 80 % of the seeds.</summary>
/// <param name="Low">The 10 % quantile.</param>
/// <param name="High">The 90 % quantile.</param>
public sealed record Spread(double Median, double Low, double High)
{
    /// <param name="values">One for each seed, at least one.</param>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new Spread(Quantile(sorted, 0.5), Quantile(sorted, 0.1), Quantile(sorted, 0.9));
    }

    /// <summary>Between order statistics, linearly (Hyndman and Fan 1996, definition 7).</summary>
    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var low = (int)place;
        return sorted[low] + ((place - low) * (sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]));
    }
}
