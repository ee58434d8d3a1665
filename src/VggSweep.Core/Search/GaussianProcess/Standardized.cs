namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>Values with mean 0 and standard deviation 1, and how to turn them back.</summary>
internal sealed record Standardized(IReadOnlyList<double> Values, double Mean, double Deviation)
{
    public static Standardized Of(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        var variance = values.Sum(value => (value - mean) * (value - mean)) / values.Count;

        // The rounding of the mean of equal values is not a deviation.
        var deviation = values.Max() > values.Min() ? Math.Sqrt(variance) : 1;
        return new Standardized([.. values.Select(value => (value - mean) / deviation)], mean, deviation);
    }

    public double Original(double value) => Mean + (Deviation * value);
}
