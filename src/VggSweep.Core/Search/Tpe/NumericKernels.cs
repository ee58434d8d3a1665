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
    private readonly List<(double Mean, double Inverse, double LogScale)> distinct = [];

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
                var logMass = Normal.LogMass(-mean / width, (1 - mean) / width);
                distinct.Add((mean, 1 / width, axis.Levels is null ? logMass + Math.Log(width) : logMass));
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
        var half = 0.5 / axis.Levels;
        var logs = new double[distinct.Count];
        for (var shape = 0; shape < logs.Length; shape++)
        {
            var (mean, inverse, logScale) = distinct[shape];
            logs[shape] = (half is null
                ? Normal.LogDensity((place - mean) * inverse)
                : Normal.LogMass((place - half.Value - mean) * inverse, (place + half.Value - mean) * inverse)) - logScale;
        }

        for (var kernel = 0; kernel < densities.Length; kernel++)
        {
            densities[kernel] += logs[shapes[kernel]];
        }
    }
}
