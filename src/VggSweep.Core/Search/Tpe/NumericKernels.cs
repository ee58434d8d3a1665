using VggSweep.Core.Search.Encoding;
using VggSweep.Core.Search.Statistics;

namespace VggSweep.Core.Search.Tpe;

/// <summary>
/// Normal kernels that are cut off at the ends of the axis, and a wide one in the middle as prior. On an axis with levels a
/// level has the probability of its share of the axis.
/// </summary>
internal sealed class NumericKernels : IKernels
{
    private readonly Axis axis;
    private readonly double[] means;
    private readonly double[] widths;

    /// <summary>Kernels of equal mean and width are computed once: listed values repeat often.</summary>
    private readonly int[] shapes;
    private readonly List<(double Mean, double Width, double LogMass)> distinct = [];

    public NumericKernels(Axis axis, IReadOnlyList<double> places)
    {
        this.axis = axis;
        means = [.. places, 0.5];
        widths = [.. Bandwidths.Of(places), 1];
        shapes = new int[means.Length];
        var known = new Dictionary<(double, double), int>();
        for (var kernel = 0; kernel < means.Length; kernel++)
        {
            var (mean, width) = (means[kernel], widths[kernel]);
            if (!known.TryGetValue((mean, width), out shapes[kernel]))
            {
                known[(mean, width)] = shapes[kernel] = distinct.Count;
                distinct.Add((mean, width, Normal.LogMass(-mean / width, (1 - mean) / width)));
            }
        }
    }

    public double Sample(int kernel, SeededRandom random)
    {
        var (mean, width) = (means[kernel], widths[kernel]);
        var (low, high) = (Normal.Cdf(-mean / width), Normal.Cdf((1 - mean) / width));
        var place = mean + (width * Normal.Quantile(Math.Max(low + (random.NextDouble() * (high - low)), double.Epsilon)));
        return axis.Snap(Math.Clamp(place, 0, 1));
    }

    public void AddLogDensities(double place, Span<double> densities)
    {
        var logs = new double[distinct.Count];
        for (var shape = 0; shape < logs.Length; shape++)
        {
            var (mean, width, logMass) = distinct[shape];
            logs[shape] = LogDensity(place, mean, width) - logMass;
        }

        for (var kernel = 0; kernel < densities.Length; kernel++)
        {
            densities[kernel] += logs[shapes[kernel]];
        }
    }

    private double LogDensity(double place, double mean, double width)
    {
        if (axis.Levels is not { } levels)
        {
            return Normal.LogDensity((place - mean) / width) - Math.Log(width);
        }

        var half = 0.5 / levels;
        return Normal.LogMass((place - half - mean) / width, (place + half - mean) / width);
    }
}
