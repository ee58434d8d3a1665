using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search;

/// <summary>Makes the sampler that a spec asks for.</summary>
public static class Samplers
{
    public static ISampler For(SweepSpec spec) => spec.Search.Kind switch
    {
        SearchKind.Grid => new GridSampler(spec),
        SearchKind.Random => new RandomSampler(spec),
        _ => throw new ArgumentOutOfRangeException(nameof(spec)),
    };
}
