using VggSweep.Core.Search.Encoding;

namespace VggSweep.Core.Search.Tpe;

/// <summary>Kernels over names: the observed one has the weight 1 beside a uniform prior that all kernels share.</summary>
internal sealed class CategoricalKernels : IKernels
{
    private readonly Axis axis;
    private readonly int[] observed;
    private readonly int levels;
    private readonly double hit;
    private readonly double miss;

    public CategoricalKernels(Axis axis, IReadOnlyList<double> places)
    {
        (this.axis, levels) = (axis, (int)axis.Levels!.Value);
        observed = [.. places.Select(place => (int)axis.Level(place))];
        var share = 1.0 / (observed.Length + 1);
        var total = 1 + (levels * share);
        (hit, miss) = ((1 + share) / total, share / total);
    }

    public double Sample(int kernel, SeededRandom random)
    {
        var quantile = random.NextDouble();
        if (kernel == observed.Length)
        {
            return axis.Middle((int)(quantile * levels));
        }

        var level = 0;
        for (var sum = Weight(kernel, 0); sum < quantile && level < levels - 1; sum += Weight(kernel, level))
        {
            level++;
        }

        return axis.Middle(level);
    }

    public void AddLogDensities(double place, Span<double> densities)
    {
        var level = axis.Level(place);
        var (logHit, logMiss) = (Math.Log(hit), Math.Log(miss));
        for (var kernel = 0; kernel < observed.Length; kernel++)
        {
            densities[kernel] += observed[kernel] == level ? logHit : logMiss;
        }

        densities[^1] -= Math.Log(levels);
    }

    private double Weight(int kernel, int level) => observed[kernel] == level ? hit : miss;
}
