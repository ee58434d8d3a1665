using VggSweep.Core.Search.Encoding;

namespace VggSweep.Core.Search.Tpe;

/// <summary>
/// A density over the unit cube: a mixture of one product kernel for each observation and a prior. Observations are in the
/// order of their trials; beyond 25 the older count less.
/// </summary>
internal sealed class ParzenEstimator
{
    private const int FullWeights = 25;

    /// <summary>Kernels so far below the greatest, in logarithms, add nothing to the sum.</summary>
    private const double Negligible = 45;

    private readonly double[] weights;
    private readonly double[] logWeights;
    private readonly IKernels[] axes;

    public ParzenEstimator(IReadOnlyList<Axis> axes, IReadOnlyList<double[]> observations)
    {
        double[] unscaled = [.. Enumerable.Range(0, observations.Count).Select(index => Weight(index, observations.Count)), 1];
        var total = unscaled.Sum();
        weights = [.. unscaled.Select(weight => weight / total)];
        logWeights = [.. weights.Select(weight => Math.Log(weight))];
        this.axes = [.. axes.Select((axis, index) => Kernels(axis, [.. observations.Select(point => point[index])]))];
    }

    /// <summary>A point drawn from the density, at a place that stands for a configuration.</summary>
    public double[] Sample(SeededRandom random)
    {
        var (kernel, rest) = (0, random.NextDouble());
        while (kernel < weights.Length - 1 && rest >= weights[kernel])
        {
            rest -= weights[kernel++];
        }

        return [.. axes.Select(axis => axis.Sample(kernel, random))];
    }

    public double LogDensity(ReadOnlySpan<double> point)
    {
        var densities = logWeights.ToArray();
        for (var index = 0; index < axes.Length; index++)
        {
            axes[index].AddLogDensities(point[index], densities);
        }

        var (greatest, sum) = (densities.Max(), 0.0);
        foreach (var density in densities)
        {
            sum += density > greatest - Negligible ? Math.Exp(density - greatest) : 0;
        }

        return greatest + Math.Log(sum);
    }

    private static IKernels Kernels(Axis axis, IReadOnlyList<double> places) =>
        axis.IsCategorical ? new CategoricalKernels(axis, places) : new NumericKernels(axis, places);

    /// <summary>Rises evenly from 1/n for the oldest, and is 1 for the newest 25.</summary>
    private static double Weight(int index, int count)
    {
        var ramp = count - FullWeights;
        return index >= ramp ? 1 : ramp == 1 ? 1.0 / count : (1.0 / count) + (index * (1 - (1.0 / count)) / (ramp - 1));
    }
}
