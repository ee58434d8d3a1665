using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search;

/// <summary>A sampler's options in a sweep. Each sampler derives its own; see <see cref="Samplers"/>.</summary>
public abstract record SamplerSpec
{
    /// <summary>A new sampler for the sweep.</summary>
    public abstract ISampler Create(SweepSpec sweep);
}
