using VggSweep.Core.Search.Auto;
using VggSweep.Core.Search.GaussianProcess;
using VggSweep.Core.Search.Genetic;
using VggSweep.Core.Search.Grid;
using VggSweep.Core.Search.Random;
using VggSweep.Core.Search.Sobol;
using VggSweep.Core.Search.Tpe;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Methods;

namespace VggSweep.Core.Search;

/// <summary>The registry of samplers: one line each; the first is the default.</summary>
public static class Samplers
{
    internal static MethodTable<SamplerSpec> Table { get; } = new("method", "sampler",
    [
        new GridMethod(),
        new RandomMethod(),
        new SobolMethod(),
        new TpeMethod(),
        new GaussianProcessMethod(),
        new GeneticMethod(),
        new AutoMethod(),
    ]);

    /// <summary>Makes the sampler that a spec asks for.</summary>
    public static ISampler For(SweepSpec spec) => spec.Search.Sampler.Create(spec);
}
