using VggSweep.Coordinator.Api;
using VggSweep.Core.Api;
using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Store;

namespace VggSweep.Coordinator.Sweeps;

/// <summary>Takes sweeps in, and tells what the rows say of them.</summary>
public sealed class SweepDesk(SweepStore store, IGrainFactory grains, TimeProvider time) : IDisposable
{
    /// <summary>100,000 trials without a scheduler take some two seconds; with one there is hardly an end.</summary>
    private static readonly TimeSpan LongestPlanning = TimeSpan.FromSeconds(30);

    /// <summary>A plan of 100,000 trials holds hundreds of megabytes while it is made.</summary>
    private readonly SemaphoreSlim planning = new(1);

    public Task<SweepRow?> FindAsync(string sweep) => store.FindSweepAsync(sweep);

    public async Task<IReadOnlyList<ListedSweep>> ListAsync() => await SweepRows.ListAsync(store);

    public Task<SweepDetails> DetailsAsync(SweepRow sweep) => SweepRows.DetailsAsync(store, sweep);

    public async Task<bool> HasTrialAsync(string sweep, int trial) => await store.TrialAsync(sweep, trial) is not null;

    public Task<IReadOnlyList<ListedEpoch>?> EpochsAsync(string sweep, int trial) => SweepRows.EpochsAsync(store, sweep, trial);

    public Task<IReadOnlyList<TrialEpochs>> AllEpochsAsync(string sweep) => SweepRows.AllEpochsAsync(store, sweep);

    public Task<IReadOnlyList<ListedEvent>> EventsAsync(string sweep) => SweepRows.EventsAsync(store, sweep);

    /// <summary>For the workers that are there now: their slots, and the largest one's memory.</summary>
    /// <exception cref="TimeoutException">Others are planning, or the cluster does not answer: ask again.</exception>
    /// <exception cref="PlanTooLongException">Nobody could wait for it.</exception>
    public Task<SweepPlan> PlanAsync(SweepSpec spec) => PlanAsync(spec, plan => plan);

    /// <param name="use">What is wanted of the plan: it is let go before the next one is made.</param>
    /// <inheritdoc cref="PlanAsync(SweepSpec)"/>
    public async Task<T> PlanAsync<T>(SweepSpec spec, Func<SweepPlan, T> use)
    {
        var conditions = await ConditionsAsync(spec).WaitAsync(AnswerTime.Longest, time);
        if (!await planning.WaitAsync(AnswerTime.Longest))
        {
            throw new TimeoutException("The coordinator is planning other sweeps.");
        }

        using var tooLong = new CancellationTokenSource(LongestPlanning, time);
        try
        {
            return use(SweepPlan.Make(spec, conditions, tooLong.Token));
        }
        catch (OperationCanceledException) when (tooLong.IsCancellationRequested)
        {
            throw new PlanTooLongException(LongestPlanning);
        }
        finally
        {
            planning.Release();
        }
    }

    public void Dispose() => planning.Dispose();

    private async Task<PlanConditions> ConditionsAsync(SweepSpec spec)
    {
        var workers = (await grains.GetGrain<ILeaseBookGrain>(0).Workers())
            .Where(worker => worker.State is WorkerState.Active && spec.Placement.Labels.All(worker.Labels.Contains)).ToList();
        var slots = Math.Max(1, workers.Sum(worker => worker.Slots));
        return new PlanConditions(
            Math.Min(slots, spec.Limits.Slots ?? slots), workers.Count == 0 ? null : workers.Max(worker => worker.MemoryBytes), await Submission.HistoryAsync(store));
    }

    public async Task<SubmittedSweep> SubmitAsync(string yaml, SweepSpec spec, int? priority)
    {
        var plan = await PlanAsync(spec);
        var sweep = await store.CreateSweepAsync(spec.Name, yaml, specFile: null, priority ?? spec.Placement.Priority, Submission.Rows(plan));
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

    /// <summary>Adds the trials of a changed file that the sweep does not have yet, and runs them.</summary>
    /// <returns>Null when the file has another scheduler or objective: what is decided already would be decided otherwise.</returns>
    public async Task<SubmittedSweep?> ExtendAsync(string sweep, string yaml, SweepSpec spec)
    {
        var begun = SweepSpecReader.Read((await store.FindSweepAsync(sweep))!.SpecYaml).Spec!;
        if ((begun.Scheduler, begun.Asha, begun.Objective) != (spec.Scheduler, spec.Asha, spec.Objective))
        {
            return null;
        }

        var plan = await PlanAsync(spec);
        var known = await store.TrialsAsync(sweep);
        var identities = known.Select(row => row.Identity).ToHashSet();
        var added = plan.Trials.Where(trial => !identities.Contains(trial.Parameters.Identity(spec.Training)))
            .Select((trial, index) => Submission.ToRow(trial, known.Count + index + 1, spec.Training)).ToList();
        await store.AddTrialsAsync(sweep, yaml, added, $"{added.Count} trials were added to {known.Count}");
        await grains.GetGrain<ISweepGrain>(sweep).Start();
        return new SubmittedSweep(sweep, added.Count);
    }
}
