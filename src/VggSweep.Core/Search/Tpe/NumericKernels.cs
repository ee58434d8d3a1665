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

    /// <summary>Where levels are few, kernels of equal mean and width repeat often: which was the first such; itself elsewhere.</summary>
    private readonly int[] firsts;

    /// <summary>The logarithm of a kernel's mass within the axis, times its width where the axis is real.</summary>
    private readonly double[] logScales;

    public NumericKernels(Axis axis, IReadOnlyList<double> places)
    {
        this.axis = axis;
        means = [.. places, 0.5];
        widths = [.. Bandwidths.Of(places), 1];
        firsts = axis.Levels < means.Length ? Firsts() : [.. Enumerable.Range(0, means.Length)];
        logScales = new double[means.Length];
        for (var kernel = 0; kernel < means.Length; kernel++)
        {
            logScales[kernel] = firsts[kernel] < kernel ? logScales[firsts[kernel]] : LogScale(means[kernel], widths[kernel]);
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
        if (axis.Levels is not { } levels)
        {
            for (var kernel = 0; kernel < densities.Length; kernel++)
            {
                densities[kernel] += Normal.LogDensity((place - means[kernel]) / widths[kernel]) - logScales[kernel];
            }

            return;
        }

        var half = 0.5 / levels;
        var logs = new double[densities.Length];
        for (var kernel = 0; kernel < densities.Length; kernel++)
        {
            var (distance, inverse) = (place - means[kernel], 1 / widths[kernel]);
            logs[kernel] = firsts[kernel] < kernel
                ? logs[firsts[kernel]]
                : Normal.LogMass((distance - half) * inverse, (distance + half) * inverse) - logScales[kernel];
            densities[kernel] += logs[kernel];
        }
    }

    private int[] Firsts()
    {
        var known = new Dictionary<(double, double), int>();
        var found = new int[means.Length];
        for (var kernel = 0; kernel < means.Length; kernel++)
        {
            found[kernel] = known.TryGetValue((means[kernel], widths[kernel]), out var first)
                ? first
                : known[(means[kernel], widths[kernel])] = kernel;
        }

        return found;
    }

    private double LogScale(double mean, double width)
    {
        var logMass = Normal.LogMass(-mean / width, (1 - mean) / width);
        return axis.Levels is null ? logMass + Math.Log(width) : logMass;
    }
}
