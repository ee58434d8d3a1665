using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Tpe;

/// <summary>The sampler <c>tpe</c>. The defaults are Optuna's.</summary>
public sealed record TpeSpec : SamplerSpec
{
    /// <summary>Trials with a result before the model is asked; until then trials are spread evenly. Default: 10.</summary>
    public int Startup { get; init; } = 10;

    /// <summary>Draws from the density of good trials, of which the best is proposed. Default: 24.</summary>
    public int Candidates { get; init; } = 24;

    public override ISampler Create(SweepSpec sweep) => new TpeSampler(sweep, this);
}
