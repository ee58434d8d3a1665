using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Store;

namespace VggSweep.Cli.Running;

/// <summary>Plans a sweep for this machine, with what a home knows of it.</summary>
internal static class Planning
{
    /// <param name="store">The home's; null when there is none yet.</param>
    public static async Task<SweepPlan> PlanAsync(SweepStore? store, SweepSpec spec, int? slots, int? threads)
    {
        var history = store is null ? [] : await HistoryAsync(store);
        var count = Machine.Share(spec.Search.MaxTrials ?? int.MaxValue, slots ?? spec.Limits.Slots, threads).Slots;
        return SweepPlan.Make(spec, new PlanConditions(count, Machine.AvailableBytes() / count, history));
    }

    private static async Task<IReadOnlyList<ThroughputSample>> HistoryAsync(SweepStore store)
    {
        var training = (await store.ListSweepsAsync()).ToDictionary(row => row.Id, row => SweepSpecReader.Read(row.SpecYaml).Spec?.Training);
        return
        [
            .. from trial in await store.CompletedTrialsAsync()
               where trial.Seconds > 0 && training[trial.SweepId] is not null
               select new ThroughputSample(trial.Macs, trial.Done * TrainingCost.EpochMacs(trial.Macs, training[trial.SweepId]!), trial.Seconds),
        ];
    }
}
