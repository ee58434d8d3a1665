using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Random;

/// <summary>The sampler <c>random</c>: independent draws.</summary>
public sealed record RandomSpec : SamplerSpec
{
    public override ISampler Create(SweepSpec sweep) => new RandomSampler(sweep);
}
