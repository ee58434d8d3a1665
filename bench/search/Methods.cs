using VggSweep.Core.Search;
using VggSweep.Core.Search.GaussianProcess;
using VggSweep.Core.Search.Genetic;
using VggSweep.Core.Search.Random;
using VggSweep.Core.Search.Sobol;
using VggSweep.Core.Search.Tpe;
using VggSweep.Core.Sweeps;

namespace VggSweep.SearchBench;

internal static class Methods
{
    public static IReadOnlyDictionary<string, Func<SweepSpec, ISampler>> All { get; } = new Dictionary<string, Func<SweepSpec, ISampler>>
    {
        ["random"] = spec => new RandomSampler(spec),
        ["sobol"] = spec => new SobolSampler(spec),
        ["nsga2"] = spec => new GeneticSampler(spec),
        ["tpe"] = spec => new TpeSampler(spec),
        ["gp"] = spec => new GaussianProcessSampler(spec),
    };
}
