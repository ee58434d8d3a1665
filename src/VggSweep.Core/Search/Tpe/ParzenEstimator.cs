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
    private readonly UnitCube cube;
    private readonly IKernels[] axes;

    /// <summary>By axis, the kernel of each observation and of the prior among those of the axis; null where they are equal.</summary>
    private readonly int[]?[] kernels;

    public ParzenEstimator(UnitCube cube, IReadOnlyList<double[]> observations)
    {
        double[] unscaled = [.. Enumerable.Range(0, observations.Count).Select(index => Weight(index, observations.Count)), 1];
        var total = unscaled.Sum();
        weights = [.. unscaled.Select(weight => weight / total)];
        logWeights = [.. weights.Select(weight => Math.Log(weight))];
        this.cube = cube;
        bool[][] isActive = [.. observations.Select(point => cube.Activity(point))];
        axes = [.. cube.Axes.Select((axis, index) => Kernels(
            axis, [.. observations.Zip(isActive).Where(one => one.Second[index]).Select(one => one.First[index])]))];
        kernels = [.. cube.Axes.Select((_, index) => cube.Space.IsConditional ? Ranks(isActive, index) : null)];
    }

    /// <summary>A point drawn from the density, at a place that stands for a configuration.</summary>
    public double[] Sample(SeededRandom random)
    {
        var (kernel, rest) = (0, random.NextDouble());
        while (kernel < weights.Length - 1 && rest >= weights[kernel])
        {
            rest -= weights[kernel++];
        }

        return [.. axes.Select((axis, index) => axis.Sample(kernels[index]?[kernel] ?? kernel, random))];
    }

    public double LogDensity(ReadOnlySpan<double> point)
    {
        var (densities, isActive) = (logWeights.ToArray(), cube.Activity(point));
        for (var index = 0; index < axes.Length; index++)
        {
            if (isActive[index])
            {
                AddLogDensities(index, point[index], densities);
            }
        }

        var (greatest, sum) = (densities.Max(), 0.0);
        foreach (var density in densities)
        {
            sum += density > greatest - Negligible ? Math.Exp(density - greatest) : 0;
        }

        return greatest + Math.Log(sum);
    }

    private void AddLogDensities(int axis, double place, double[] densities)
    {
        if (kernels[axis] is not { } ranks)
        {
            axes[axis].AddLogDensities(place, densities);
            return;
        }

        var own = new double[ranks[^1] + 1];
        axes[axis].AddLogDensities(place, own);
        for (var kernel = 0; kernel < densities.Length; kernel++)
        {
            densities[kernel] += own[ranks[kernel]];
        }
    }

    /// <summary>Observations without the axis have the kernel of the prior, which is the last.</summary>
    private static int[] Ranks(bool[][] isActive, int axis)
    {
        var (prior, rank) = (isActive.Count(has => has[axis]), 0);
        return [.. isActive.Select(has => has[axis] ? rank++ : prior), prior];
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
