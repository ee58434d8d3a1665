using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Grid;

/// <summary>The sampler <c>grid</c>: every combination once.</summary>
public sealed record GridSpec : SamplerSpec
{
    public override ISampler Create(SweepSpec sweep) => new GridSampler(sweep);
}
