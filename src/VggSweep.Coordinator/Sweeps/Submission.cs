using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Store;

namespace VggSweep.Coordinator.Sweeps;

/// <summary>A sweep file on its way into the store.</summary>
public static class Submission
{
    /// <summary>What was trained before, for predicting the next sweep's seconds. A trial whose row cannot be read says nothing.</summary>
    public static async Task<IReadOnlyList<ThroughputSample>> HistoryAsync(SweepStore store) =>
    [
        .. from trial in await store.CompletedTrialsAsync()
           let spec = trial.ToSpec().Value
           where spec is not null
           select new ThroughputSample(trial.Macs, trial.Done * TrainingCost.EpochMacs(trial.Macs, spec.Training), trial.Seconds),
    ];

    /// <summary>For the workers that are there now: their slots, and the largest one's memory.</summary>
    public static async Task<PlanConditions> ConditionsAsync(SweepStore store, ILeaseBookGrain book, SweepSpec spec)
    {
        var workers = (await book.Workers())
            .Where(worker => worker.State is WorkerState.Active && spec.Placement.Labels.All(worker.Labels.Contains)).ToList();
        var slots = Math.Max(1, workers.Sum(worker => worker.Slots));
        return new PlanConditions(
            Math.Min(slots, spec.Limits.Slots ?? slots), workers.Count == 0
                ? null
                : workers.Max(worker => worker.MemoryBytes), await HistoryAsync(store),
            OnDevice: workers.Count > 0 && workers.All(worker => worker.Numerics.Device != "cpu"));
    }

    /// <summary>Stores a planned sweep with its file: with its trials where they are few, else they are proposed while it runs.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="NothingToTryException">Its constraints exclude every configuration that was looked at.</exception>
    public static Task<string> CreateAsync(SweepStore store, SweepPlan plan, string yaml, string? file, int priority)
    {
        if (plan is { Trials.Count: 0, Exclusions: { } exclusions })
        {
            throw new NothingToTryException(exclusions);
        }

        var isLazy = new Proposer(plan.Spec).IsLazy;
        IReadOnlyList<NewTrial> trials = isLazy ? [] : [.. plan.Trials.Select(trial => ToRow(trial, trial.Trial, plan.Spec.Training))];
        return store.CreateSweepAsync(plan.Spec.Name, yaml, SweepSpecJson.Write(plan.Spec), file, priority, trials, isLazy ? 0 : null);
    }

    public static NewTrial ToRow(PlannedTrial trial, int number, TrainingSpec training) => new(
        number, TrialSpecJson.Write(new TrialSpec(trial.Parameters, training)), trial.Parameters.Identity(training),
        trial.Cost.PredictedSeconds, trial.Cost.Macs, trial.Cost.Params, trial.Cost.PeakBytes);
}
