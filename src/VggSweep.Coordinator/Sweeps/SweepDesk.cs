using VggSweep.Coordinator.Telemetry;
using VggSweep.Core.Api;
using VggSweep.Core.Grains;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Store;

namespace VggSweep.Coordinator.Sweeps;

/// <summary>Takes sweeps in, and tells what the rows say of them.</summary>
public sealed class SweepDesk(SweepStore store, IGrainFactory grains, CoordinatorTelemetry telemetry)
{
    public async Task<bool> ExistsAsync(string sweep) => await store.FindSweepAsync(sweep) is not null;

    /// <summary>Why a sweep's row cannot be read; null when it can, or is not there.</summary>
    public async Task<string?> ProblemAsync(string sweep) => (await store.FindSweepAsync(sweep))?.ToSpec() is { IsReadable: false } stored ? stored.Problem : null;

    public async Task<IReadOnlyList<ListedSweep>> ListAsync() => await SweepRows.ListAsync(store);

    public async Task<SweepDetails> DetailsAsync(string sweep) => await SweepRows.DetailsAsync(store, (await store.FindSweepAsync(sweep))!);

    public Task<IReadOnlyList<ListedEpoch>?> EpochsAsync(string sweep, int trial) => SweepRows.EpochsAsync(store, sweep, trial);

    public Task<IReadOnlyList<TrialEpochs>> AllEpochsAsync(string sweep) => SweepRows.AllEpochsAsync(store, sweep);

    public Task<IReadOnlyList<ListedEvent>> EventsAsync(string sweep) => SweepRows.EventsAsync(store, sweep);

    public async Task<SweepPlan> PlanAsync(SweepSpec spec) =>
        SweepPlan.Make(spec, await Submission.ConditionsAsync(store, grains.GetGrain<ILeaseBookGrain>(0), spec));

    public async Task<SubmittedSweep> SubmitAsync(string yaml, SweepSpec spec, int? priority)
    {
        var plan = await PlanAsync(spec);
        var sweep = await Submission.CreateAsync(store, plan, yaml, file: null, priority ?? spec.Placement.Priority);
        telemetry.Log.Submitted(sweep, plan);
        try
        {
            await grains.GetGrain<ISweepGrain>(sweep).Start();
        }
        catch (Exception exception) when (exception.IsAway())
        {
            // It is stored: the keeper starts it when the cluster has found itself again.
        }

        return new SubmittedSweep(sweep, plan.Trials.Count);
    }
}
