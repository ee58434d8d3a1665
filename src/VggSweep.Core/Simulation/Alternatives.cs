using System.Globalization;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Search;
using VggSweep.Core.Search.Auto;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Simulation;

/// <summary>
/// A sweep's own sampler and scheduler, then the other schedulers under its sampler and the other samplers under its
/// scheduler, with their default options. The reader of sweep files judges which fit: a grid has no ranges, a rung needs
/// epochs.
/// </summary>
public static class Alternatives
{
    public static IReadOnlyList<(string Name, SweepSpec Spec)> Of(SweepSpec spec)
    {
        var sampler = Samplers.Table.NameOf(spec.Search.Sampler);
        var scheduler = Schedulers.Table.NameOf(spec.Scheduler);
        var schedulers = Schedulers.Table.All.Where(method => method.Name != scheduler)
            .Select(method => (Name: $"{sampler} + {method.Name}", Read: Read(spec, "random", method.Name)))
            .Where(one => one.Read is not null)
            .Select(one => (one.Name, spec with { Scheduler = one.Read!.Scheduler }));
        var samplers = Samplers.Table.All.Where(method => method.Name != sampler && method.Name != AutoMethod.Key)
            .Select(method => (Name: $"{method.Name} + {scheduler}", Read: Read(spec, method.Name, "none")))
            .Where(one => one.Read is not null)
            .Select(one => (one.Name, spec with { Search = SearchOf(spec, one.Read!.Search.Sampler) }));
        return [($"{sampler} + {scheduler}", spec), .. schedulers, .. samplers];
    }

    private static SearchSpec SearchOf(SweepSpec spec, SamplerSpec sampler)
    {
        var trials = Math.Min(new Proposer(spec).Count ?? SpecExtension.MostTrials, SpecExtension.MostTrials);
        return spec.Search with { Sampler = sampler, MaxTrials = (int)trials };
    }

    /// <returns>A sweep like it under those methods; null when the reader refuses it.</returns>
    private static SweepSpec? Read(SweepSpec spec, string sampler, string scheduler)
    {
        var lr = spec.Parameters.Any(space => space is ParameterSpace.Range) ? "{ uniform: [0.1, 0.2] }" : "[0.1, 0.2]";
        return SweepSpecReader.Read(string.Create(CultureInfo.InvariantCulture, $$"""
            name: alternative
            network: { epochs: {{spec.MostEpochs()}} }
            parameters: { lr: {{lr}} }
            search: { method: {{sampler}}, maxTrials: 2 }
            scheduler: {{scheduler}}
            """)).Spec;
    }
}
