using VggSweep.Coordinator.Telemetry;
using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Telemetry;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Coordinator.Grains;

/// <summary>Serializes what happens to one trial. It remembers nothing that the rows do not say.</summary>
internal sealed class TrialGrain(
    IGrainContext context, IGrainFactory grains, SweepStore store, CoordinatorTelemetry telemetry) : IGrainBase, ITrialGrain
{
    private string sweep = "";
    private int trial;

    /// <summary>Fence of the newest attempt whose end is logged: a worker that gets no answer tells it again.</summary>
    private long logged;

    public IGrainContext GrainContext => context;

    private ISweepGrain Sweep => grains.GetGrain<ISweepGrain>(sweep);

    public Task OnActivateAsync(CancellationToken token)
    {
        var key = this.GetPrimaryKeyString();
        var slash = key.LastIndexOf('/');
        (sweep, trial) = (key[..slash], int.Parse(key[(slash + 1)..]));
        return Task.CompletedTask;
    }

    public Task<bool> Began(long fence, string path) => store.RecordPathAsync(sweep, trial, fence, path);

    public async Task<EpochReply> Record(long fence, EpochRecord record)
    {
        switch (await store.RecordEpochAsync(sweep, trial, fence, record))
        {
            case RecordResult.NotReproducible different:
                return new EpochReply.Differs(different.RecordedTrainLoss);
            case RecordResult.Fenced:
                return new EpochReply.Fenced();
            case RecordResult.OutOfOrder gap:
                throw new InvalidOperationException($"{sweep}/{trial}: epoch {record.Epoch} came after {gap.Done} recorded ones.");
            case RecordResult.Known known:
                // Of other numerics, maybe, and not judged yet: what the rows say is what a replay will judge.
                record = known.Epoch;
                break;
        }

        telemetry.Log.Recorded(sweep, trial, record);
        var decision = await Sweep.Judge(trial, record);
        return decision.Verdict switch
        {
            Verdict.Pause => new EpochReply.Pause(decision.Reason),
            Verdict.Prune => new EpochReply.Prune(decision.Reason),
            _ => new EpochReply.Continue(),
        };
    }

    public Task<IReadOnlyList<string>?> Checkpointed(long fence, CheckpointReference checkpoint) =>
        store.RecordCheckpointAsync(sweep, trial, fence, checkpoint);

    public async Task<IReadOnlyList<string>?> End(long fence, TrialOutcome outcome)
    {
        var mark = AttemptMarks.Of(outcome);
        QueuedTrial? again = null;

        // How an attempt mostly ends needs nothing of what the row says.
        var state = outcome is TrialOutcome.Completed
            ? await store.EndAttemptAsync(sweep, trial, fence, outcome, TrialState.Completed, isDeath: false)
            : null;
        if (state is null)
        {
            var (row, worker) = (await store.TrialAsync(sweep, trial), (string?)null);
            while (state is null && row is { State: TrialState.Running } && row.Fence == fence)
            {
                // Null: an epoch was recorded after we read, and what seemed the third death in a row is none.
                (state, worker) = (await EndAsync(row, outcome), row.Worker);
                row = await store.TrialAsync(sweep, trial);
            }

            if (row is null || row.Fence != fence)
            {
                return null;
            }

            // Not running and yet our fence: the answer to an earlier call was lost, and only the messages are sent again.
            state ??= row.State;
            again = state is TrialState.Pending ? row.ToQueued(mark is AttemptMark.Suspect ? worker : null) : null;
        }

        await LogEndAsync(fence, outcome);
        await grains.GetGrain<ILeaseBookGrain>(0).Released(new LeaseKey(sweep, trial, fence), again, mark);
        await Sweep.Left(trial, state.Value, outcome.Name);
        await TellAsync(state.Value, outcome);
        this.DeactivateOnIdle();

        // A failed trial may be retried: it goes on from its checkpoint then.
        return state.Value.IsEnded() && state is not TrialState.Failed ? await store.ForgetCheckpointsAsync(sweep, trial) : [];
    }

    /// <summary>Comes before the sweep hears of it, whose own end may follow.</summary>
    private async Task LogEndAsync(long fence, TrialOutcome outcome)
    {
        if (logged < fence)
        {
            logged = fence;
            await telemetry.Log.EndedAsync(outcome.CountsAsFailure || outcome.IsDeath, () => store.TrialAsync(sweep, trial));
        }
    }

    /// <summary>The trial's span in the sweep's trace, which leads to the trial's own.</summary>
    private async Task TellAsync(TrialState state, TrialOutcome outcome)
    {
        if (state.IsEnded() && TrialTrace.IsWanted)
        {
            var attempts = await store.AttemptsAsync(sweep, trial);
            var (from, to) = (
                DateTimeOffset.FromUnixTimeMilliseconds(attempts[0].StartedMs),
                DateTimeOffset.FromUnixTimeMilliseconds(attempts[^1].EndedMs ?? attempts[^1].StartedMs));
            TrialTrace.Tell(
                $"trial {trial}", TrialTrace.OfSweep(sweep), from, to - from,
                [new(TrialTrace.Failed, state is TrialState.Failed), new(TrialTrace.Outcome, outcome.Name)],
                TrialTrace.OfTrial(sweep, trial));
        }
    }

    /// <summary>The last of them is not in the rows yet.</summary>
    private async Task<string> DeathsAsync(int deaths, TrialRow row, TrialOutcome last)
    {
        var before = (await store.AttemptsAsync(sweep, trial))
            .Where(
                attempt =>
                    attempt.Outcome is nameof(TrialOutcome.Faulted) or nameof(TrialOutcome.LeaseLost) or nameof(TrialOutcome.MachineFault))
            .TakeLast(deaths - 1)
            .Select(attempt => $"attempt {attempt.Fence} on {attempt.Worker}, {attempt.Outcome}: {attempt.Detail}");
        return string.Join("; ", before.Append($"attempt {row.Fence} on {row.Worker}, {last.Describe()}"));
    }

    /// <returns>The trial's next state; null when the row is no longer as it was read.</returns>
    private async Task<TrialState?> EndAsync(TrialRow row, TrialOutcome outcome)
    {
        var stops = outcome is TrialOutcome.Released ? await store.StopsAsync(sweep, trial) : 0;
        var (next, stored) = RetryRule.After(outcome, row.Failures, row.Deaths, stops, (await Sweep.Terms()).Retries);
        if (stored is TrialOutcome.Quarantined quarantined)
        {
            stored = quarantined with { Known = await DeathsAsync(quarantined.Deaths, row, outcome) };
        }

        var state = await store.EndAttemptAsync(sweep, trial, row.Fence, stored, next, outcome.IsDeath, (row.Failures, row.Deaths));
        if (state is not null && outcome is not (TrialOutcome.Completed or TrialOutcome.Pruned or TrialOutcome.Paused))
        {
            await store.DecideAsync(
                sweep, trial, null, state is TrialState.Pending ? "Requeue" : $"{state}",
                $"{row.Worker}: {stored.Describe()}");
        }

        if (state is TrialState.Pending)
        {
            telemetry.Retried(outcome.Name);
        }

        if (state is not null && outcome is TrialOutcome.LeaseLost { WorkerLives: false })
        {
            telemetry.LostLease();
        }

        return state;
    }
}
