using Microsoft.Extensions.Logging;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Coordinator.Telemetry;
using VggSweep.Core;
using VggSweep.Core.Api;
using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Results;
using VggSweep.Store;

namespace VggSweep.Coordinator.Grains;

/// <summary>Drives one sweep's search, restored from the rows, and knows when the sweep has ended.</summary>
internal sealed partial class SweepGrain(
    IGrainContext context, IGrainFactory grains, SweepStore store, CoordinatorOptions options,
    CoordinatorTelemetry telemetry, TimeProvider time, ILogger<SweepGrain> logger)
    : IGrainBase, ISweepGrain
{
    private static readonly TimeSpan ProposalPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Trials that are not at their end.</summary>
    private readonly HashSet<int> open = [];

    /// <summary>
    /// Trials that are not at their end and that nobody trains, by why they are not in <see cref="open"/>: their rows
    /// cannot be read.
    /// </summary>
    private readonly Dictionary<int, TrialState> unreadable = [];

    /// <summary>Unreadable trials that the log names already.</summary>
    private readonly HashSet<int> reported = [];

    /// <summary>The resolved form that <see cref="spec"/> was read from.</summary>
    private string? form;

    private SweepSpec spec = null!;

    /// <summary>
    /// Why the sweep's row cannot be read; empty when it can. Until then nothing of the sweep begins, and it does not
    /// end.
    /// </summary>
    private string problem = "";

    private SweepTerms terms = null!;
    private SweepState state;
    private int failed;

    /// <summary>Trials that are stored, numbered from 1.</summary>
    private int stored;

    /// <summary>Null when the sweep has ended.</summary>
    private SweepMeter? meter;

    private Look? looked;

    /// <summary>When it was submitted.</summary>
    private DateTimeOffset created;

    public IGrainContext GrainContext => context;

    private string Id => this.GetPrimaryKeyString();

    private SearchMoment Moment => new(open, spec.Search.Budget?.Wall is { } wall ? created + wall - time.GetUtcNow() : null);

    private ILeaseBookGrain Book => grains.GetGrain<ILeaseBookGrain>(0);

    public async Task OnActivateAsync(CancellationToken token)
    {
        await ReadAsync();
        await ReplayAsync();

        if (proposed is not null)
        {
            // A worker that joins finds trials that wait.
            this.RegisterGrainTimer(LookForSlotsAsync, new GrainTimerCreationOptions(ProposalPeriod, ProposalPeriod));
        }
    }

    public Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token)
    {
        telemetry.GiveUp(Id);
        return Task.CompletedTask;
    }

    public Task<SweepTerms> Terms() => Task.FromResult(terms);

    public async Task<bool> Start()
    {
        // Another activation may have paused or cancelled it while the cluster was of two minds about its silos.
        await ReadAsync();
        if (state is SweepState.Cancelled || problem.Length > 0 || (state is SweepState.Completed && open.Count == 0 && proposed is null))
        {
            return false;
        }

        if (state is not SweepState.Running)
        {
            await EnterAsync(SweepState.Running);
        }

        await SettleAllAsync();
        await QueueAsync();
        await ProposeAsync();
        await EndIfDoneAsync();
        return true;
    }

    public async Task Left(int trial, TrialState trialState, string outcome)
    {
        if (!trialState.IsEnded() && state is SweepState.Cancelled)
        {
            // It was handed over, or its worker died, before it heard of the cancellation.
            await CancelPendingAsync("its sweep is cancelled");
            open.Remove(trial);
            return;
        }

        if (!trialState.IsEnded() && !search.Knows(trial))
        {
            open.Remove(trial);
            unreadable[trial] = trialState;
        }

        if (!trialState.IsEnded())
        {
            await SettleAsync(trial);
            await EndIfDoneAsync();
            return;
        }

        await WithdrawEndedAsync(trial, outcome);
        if (!open.Remove(trial))
        {
            return;
        }

        search.Forget(trial);
        meter?.Finished(outcome);
        failed += trialState is TrialState.Failed ? 1 : 0;
        if (state is SweepState.Running && failed >= spec.Limits.FailedTrials)
        {
            await Book.Withdraw(Id, trial: null);
            await CancelPendingAsync($"{Words.Count(failed, "trial")} failed, limits.failedTrials is {spec.Limits.FailedTrials}");
            await ReadAsync();
        }

        await TellAsync(trial);
        await ProposeAsync();
        await EndIfDoneAsync();
    }

    public async Task<bool> Pause(string reason)
    {
        if (state.IsEnded())
        {
            return false;
        }

        await Book.Withdraw(Id, trial: null);
        await EnterAsync(SweepState.Paused);
        await store.DecideAsync(Id, null, null, "Pause", reason);
        await Book.Order(Id, trial: null, StopOrder.HandOver);
        return true;
    }

    public async Task<bool> Cancel(int? trial, string reason)
    {
        if (state.IsEnded() || (trial is { } one && !open.Contains(one) && !unreadable.ContainsKey(one)))
        {
            return false;
        }

        await Book.Withdraw(Id, trial);
        if (trial is { } number)
        {
            await store.CancelTrialAsync(Id, number, reason);
            decided++;
            search.Cancel(number);
        }
        else
        {
            await CancelPendingAsync(reason);
            await EnterAsync(SweepState.Cancelled);
        }

        await Book.Order(Id, trial, StopOrder.Cancel);
        await ReadAsync();
        await TellAsync();
        await ProposeAsync();
        await EndIfDoneAsync();
        return true;
    }

    public async Task<bool> Delete()
    {
        await ReadAsync();
        if (!state.IsEnded() || open.Count > 0)
        {
            return false;
        }

        await store.DeleteSweepAsync(Id);
        this.DeactivateOnIdle();
        return true;
    }

    public async Task Tend()
    {
        var counts = await store.CountTrialsAsync(Id);
        meter?.Count(counts);
        var look = new Look(
            counts.Where(count => !count.Key.IsEnded()).Sum(count => count.Value) - unreadable.Count,
            Readable(counts, TrialState.Pending), open.Count,
            await Book.Waiting(Id), Readable(counts, TrialState.Paused), search.Paused);
        if (state is not SweepState.Running || (look == looked && look.Unended != look.Open))
        {
            // Only running sweeps are tended: by the rows it runs, and another activation of ours has started it.
            await ReadAsync();
        }

        if (look == looked && state is SweepState.Running && look.Paused != look.ToPause)
        {
            await SettleAllAsync();
        }

        if (look == looked && state is SweepState.Running && look.Waiting != look.Pending)
        {
            await QueueAsync();
        }

        looked = look;
        await TellAsync();
        await ProposeAsync();
        await EndIfDoneAsync();
    }

    private async Task CancelPendingAsync(string reason)
    {
        await store.CancelPendingAsync(Id, reason);
        decided++;
        search.Cancel(trial: null);
    }

    private int Readable(IReadOnlyDictionary<TrialState, int> counts, TrialState among) =>
        counts.GetValueOrDefault(among) - unreadable.Values.Count(unread => unread == among);

    /// <param name="from">The lowest number of the trials that are queued.</param>
    private async Task QueueAsync(int from = 1)
    {
        if (problem.Length > 0)
        {
            return;
        }

        var pending = (await store.OpenTrialsAsync(Id, from)).Where(trial => trial.State is TrialState.Pending);
        await Book.Queue(Id, terms, [.. pending.Select(trial => trial.ToQueued()).OfType<QueuedTrial>()]);
    }

    private async Task EndIfDoneAsync()
    {
        await PruneIfAllPauseAsync();
        if (open.Count == 0 && proposed is null && state is SweepState.Running && problem.Length == 0)
        {
            await Book.Withdraw(Id, trial: null);
            await EnterAsync(SweepState.Completed);
        }
    }

    private async Task EnterAsync(SweepState next)
    {
        var counts = await store.CountTrialsAsync(Id);
        var best = next.IsEnded() && telemetry.Log.IsOn && problem.Length == 0
            ? Cell.BestTrial(
                (await SweepRows.RankedAsync(store, Id, spec.Objective, SweepDetails.MostRanked)).Trials, spec.Objective)
            : null;
        await store.SetSweepStateAsync(Id, next);
        state = next;
        Measure(counts);
        if (next.IsEnded())
        {
            telemetry.Log.Ended(Id, next, counts, best);
        }
        else
        {
            telemetry.Log.Entered(Id, next);
        }
    }

    /// <summary>Its series are there while it is not at its end.</summary>
    private void Measure(IReadOnlyDictionary<TrialState, int> counts)
    {
        meter ??= state.IsEnded() ? null : telemetry.Follow(Id, problem.Length == 0 ? spec.Parameters : []);
        meter?.Count(counts);
        if (state.IsEnded())
        {
            meter = null;
            telemetry.End(Id);
        }
    }

    /// <summary>
    /// Trials by the rows, by our memory and by the book. What differs while trials move is on its way, and reading every
    /// row for it would cost more than the trials; what differs twice in the same way is lost.
    /// </summary>
    private sealed record Look(int Unended, int Pending, int Open, int? Waiting, int Paused, int ToPause);
}
