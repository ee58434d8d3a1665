using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Sobol;

/// <summary>The sampler <c>sobol</c>: evenly spread trials.</summary>
public sealed record SobolSpec : SamplerSpec
{
    public override ISampler Create(SweepSpec sweep) => new SobolSampler(sweep);
}
