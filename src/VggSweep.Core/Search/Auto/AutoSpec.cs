using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Auto;

/// <summary>The sampler <c>auto</c>. The reader of sweep files puts its choice in its place, see <see cref="AutoChoice"/>.</summary>
public sealed record AutoSpec : SamplerSpec
{
    public override ISampler Create(SweepSpec sweep) => Samplers.For(AutoChoice.Of(sweep, hasScheduler: true));
}
