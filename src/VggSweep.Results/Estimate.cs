using MathNet.Numerics.Distributions;

namespace VggSweep.Results;

/// <summary>A mean over independent replicates, and how well it is known.</summary>
/// <param name="Deviation">Sample standard deviation; null with fewer than two replicates.</param>
/// <param name="Count">Replicates, at least one.</param>
public sealed record Estimate(double Mean, double? Deviation, int Count)
{
    /// <summary>Coverage of <see cref="Margin"/> and of comparisons.</summary>
    public const double Confidence = 0.9;

    /// <summary>Half the width of the interval of Student's t; null with fewer than two replicates.</summary>
    public double? Margin => Deviation is { } deviation ? Quantile(Count - 1) * deviation / Math.Sqrt(Count) : null;

    public double? Low => Mean - Margin;

    public double? High => Mean + Margin;

    /// <param name="values">At least one.</param>
    public static Estimate Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        double? deviation = values.Count > 1
            ? Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1))
            : null;
        return new(mean, deviation, values.Count);
    }

    /// <summary>
    /// Whether the means differ at <see cref="Confidence"/>, by Welch's t-test; null where one has a single replicate.
    /// </summary>
    public bool? Differs(Estimate other) => Minus(other).IsDistinct;

    /// <summary>By how much this mean exceeds another.</summary>
    public Difference Minus(Estimate other)
    {
        var difference = Mean - other.Mean;
        if (Deviation is not { } mine || other.Deviation is not { } theirs)
        {
            return new Difference(difference, null, null);
        }

        var (a, b) = (mine * mine / Count, theirs * theirs / other.Count);
        if (a + b == 0)
        {
            return new Difference(difference, difference, difference);
        }

        // Welch and Satterthwaite's degrees of freedom, from shares: squares of tiny variances would be zero.
        var (x, y) = (a / (a + b), b / (a + b));
        var freedom = 1 / ((x * x / (Count - 1)) + (y * y / (other.Count - 1)));
        var margin = Quantile(freedom) * Math.Sqrt(a + b);
        return new Difference(difference, difference - margin, difference + margin);
    }

    /// <summary>Student's t that a share of (1 + <see cref="Confidence"/>) / 2 stays below.</summary>
    internal static double Quantile(double freedom) => StudentT.InvCDF(0, 1, freedom, (1 + Confidence) / 2);
}
