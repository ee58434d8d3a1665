using VggSweep.Coordinator.Api;
using VggSweep.Coordinator.Telemetry;
using VggSweep.Core.Api;
using VggSweep.Core.Grains;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Store;

namespace VggSweep.Coordinator.Sweeps;

/// <summary>Takes sweeps in, and tells what the rows say of them.</summary>
public sealed class SweepDesk(SweepStore store, IGrainFactory grains, CoordinatorTelemetry telemetry, TimeProvider time) : IDisposable
{
    /// <summary>100,000 trials without a scheduler take some two seconds; with one there is hardly an end.</summary>
    private static readonly TimeSpan LongestPlanning = TimeSpan.FromSeconds(30);

    /// <summary>A plan of 100,000 trials holds hundreds of megabytes while it is made.</summary>
    private readonly SemaphoreSlim planning = new(1);

    public Task<SweepRow?> FindAsync(string sweep) => store.FindSweepAsync(sweep);

    /// <summary>Why a sweep's row cannot be read; null when it can, or is not there.</summary>
    public async Task<string?> ProblemAsync(string sweep) =>
        (await store.FindSweepAsync(sweep))?.ToSpec() is { IsReadable: false } stored ? stored.Problem : null;

    public async Task<IReadOnlyList<ListedSweep>> ListAsync() => await SweepRows.ListAsync(store);

    public Task<SweepDetails> DetailsAsync(SweepRow sweep) => SweepRows.DetailsAsync(store, sweep);

    public Task<TrialPage> PageAsync(string sweep, int from, int most) => SweepRows.PageAsync(store, sweep, from, most);

    public Task<TrialPage> RankedAsync(SweepRow sweep) => SweepRows.RankedAsync(store, sweep, SweepDetails.MostRanked);

    public async Task<bool> HasTrialAsync(string sweep, int trial) => await store.TrialAsync(sweep, trial) is not null;

    public Task<IReadOnlyList<ListedEpoch>?> EpochsAsync(string sweep, int trial) => SweepRows.EpochsAsync(store, sweep, trial);

    public Task<IReadOnlyList<TrialEpochs>> AllEpochsAsync(string sweep) => SweepRows.AllEpochsAsync(store, sweep);

    public Task<IReadOnlyList<ListedAttempt>> AttemptsAsync(string sweep) => SweepRows.AttemptsAsync(store, sweep);

    public Task<IReadOnlyList<ListedEvent>> EventsAsync(string sweep) => SweepRows.EventsAsync(store, sweep);

    /// <summary>For the workers that are there now: their slots, and the largest one's memory.</summary>
    /// <exception cref="TimeoutException">Others are planning, or the cluster does not answer: ask again.</exception>
    /// <exception cref="PlanTooLongException">Nobody could wait for it.</exception>
    public Task<SweepPlan> PlanAsync(SweepSpec spec, int most = SweepPlan.MostTrials) => PlanAsync(spec, plan => plan, most);

    /// <param name="most">Trials to look at.</param>
    /// <param name="use">What is wanted of the plan: it is let go before the next one is made.</param>
    /// <inheritdoc cref="PlanAsync(SweepSpec, int)"/>
    public async Task<T> PlanAsync<T>(SweepSpec spec, Func<SweepPlan, T> use, int most = SweepPlan.MostTrials)
    {
        var conditions = await Submission
            .ConditionsAsync(store, grains.GetGrain<ILeaseBookGrain>(0), spec)
            .WaitAsync(AnswerTime.Longest, time);
        if (!await planning.WaitAsync(AnswerTime.Longest))
        {
            throw new TimeoutException("The coordinator is planning other sweeps.");
        }

        using var tooLong = new CancellationTokenSource(LongestPlanning, time);
        try
        {
            return use(SweepPlan.Make(spec, conditions, most, tooLong.Token));
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

    public async Task<SubmittedSweep> SubmitAsync(string yaml, SweepSpec spec, int? priority)
    {
        var plan = await PlanAsync(spec, Proposer.MostWaiting);
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

        return new SubmittedSweep(sweep, (int)plan.Count);
    }
}
