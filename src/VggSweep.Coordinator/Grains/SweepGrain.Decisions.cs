using VggSweep.Core.Api;
using VggSweep.Core.Grains;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Scheduling.RunToEnd;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Trials;
using VggSweep.ServiceDefaults;
using VggSweep.Store;

namespace VggSweep.Coordinator.Grains;

/// <content>What the scheduler decides: stored before anybody hears of it, repeated from the rows, and brought to the
/// trials' rows.</content>
internal sealed partial class SweepGrain
{
    /// <summary>The newest epoch of each trial that the scheduler has seen.</summary>
    private readonly Dictionary<int, int> judged = [];

    /// <summary>
    /// Of the decisions that are stored, those that the scheduler knows. Null before the first look, which is before
    /// they are read.
    /// </summary>
    private long? decided;

    /// <summary>Set when a decision could not be stored: the scheduler is ahead of the rows, and the next activation is not.</summary>
    private bool isAhead;

    public async Task<Decision> Judge(int trial, EpochRecord record)
    {
        RequireTrue();
        if (!known.TryGetValue(trial, out var own))
        {
            return new Decision(Verdict.Continue, "its row cannot be read, and it is compared with none");
        }

        if (record.Epoch <= judged.GetValueOrDefault(trial))
        {
            return scheduler.Standing(trial);
        }

        var decision = scheduler.Report(own.Scheduled, record);
        judged[trial] = record.Epoch;
        telemetry.Decided(decision.Verdict);
        meter?.Recorded(record, own.Spec.Training);
        meter?.Reached(CellOf(own.Spec), record.ValidationAccuracy);
        if (decision.AtRung)
        {
            meter?.Climbed(scheduler.Reached);
            await KeepAsync(DecisionsOf(trial, record.Epoch, decision));
            proposer.Reached(trial, record);
        }

        if (decision.Promotion is { } promotion)
        {
            await SettleAsync(promotion.Trial);
        }

        return decision with { Promotion = null };
    }

    /// <summary>Where in the grid a trial is.</summary>
    private static (int? Width, int Resolution) CellOf(TrialSpec trial) => (trial.Parameters.Width, trial.Parameters.Resolution);

    private static IReadOnlyList<StoredDecision> DecisionsOf(int trial, int epoch, Decision decision)
    {
        var own = new StoredDecision(trial, epoch, $"{decision.Verdict}", decision.Reason);
        return decision.Promotion is { } promotion
            ? [own, new StoredDecision(promotion.Trial, promotion.Epoch, SchedulerReplay.Promote, promotion.Reason)]
            : [own];
    }

    /// <summary>Stores what the scheduler has decided, before anybody hears of it.</summary>
    private Task KeepAsync(params IReadOnlyList<StoredDecision> decisions) =>
        KeepAsync(known => store.DecideNextAsync(Id, known, decisions));

    /// <param name="write">Stores decisions that rest on those so many that are stored; false when there are others.</param>
    private async Task KeepAsync(Func<long, Task<bool>> write)
    {
        isAhead = true;
        try
        {
            if (!await write(decided!.Value))
            {
                throw new StoreAwayException($"{Id}: another coordinator decided for the sweep meanwhile.");
            }

            (isAhead, decided) = (false, decided + 1);
        }
        finally
        {
            if (isAhead)
            {
                this.DeactivateOnIdle();
            }
        }
    }

    /// <exception cref="StoreAwayException">The scheduler knows of what is not stored: the caller asks the next activation.</exception>
    private void RequireTrue()
    {
        if (isAhead)
        {
            this.DeactivateOnIdle();
            throw new StoreAwayException($"{Id}: a decision could not be stored.");
        }
    }

    /// <summary>
    /// Brings the row of a trial that nobody trains to what the scheduler has decided: the one that is promoted waits for
    /// a slot, the one whose worker died before it could pause or end does so now.
    /// </summary>
    private async Task SettleAsync(int trial)
    {
        if (spec.Scheduler is not RunToEndSpec && await store.TrialAsync(Id, trial) is { } row && known.ContainsKey(trial))
        {
            await SettleAsync(row);
        }
    }

    private async Task SettleAllAsync()
    {
        if (spec.Scheduler is not RunToEndSpec)
        {
            foreach (var row in (await store.TrialsAsync(Id)).Where(row => known.ContainsKey(row.Number)))
            {
                await (row.State.IsEnded() ? WithdrawEndedAsync(row.Number, row.Outcome ?? $"{row.State}") : SettleAsync(row));
            }
        }
    }

    /// <summary>A trial that was to wait and came to another end before it could: it is none of those that wait.</summary>
    private async Task WithdrawEndedAsync(int trial, string outcome)
    {
        if (scheduler.Standing(trial).Verdict is Verdict.Pause)
        {
            RequireTrue();
            scheduler.Withdraw(trial);
            await KeepAsync(new StoredDecision(trial, null, SchedulerReplay.Withdraw, $"it ended as {outcome}"));
        }
    }

    private async Task SettleAsync(TrialRow row)
    {
        var standing = scheduler.Standing(row.Number);
        (TrialState State, TrialOutcome Outcome)? next = (row.State, standing.Verdict) switch
        {
            (TrialState.Paused, Verdict.Continue) => (TrialState.Pending, new TrialOutcome.Paused(standing.Reason)),
            (TrialState.Pending, Verdict.Pause) => (TrialState.Paused, new TrialOutcome.Paused(standing.Reason)),
            (TrialState.Pending or TrialState.Paused, Verdict.Prune) => (TrialState.Pruned, new TrialOutcome.Pruned(standing.Reason)),
            _ => null,
        };
        RequireTrue();
        if (next is not { } settled)
        {
            return;
        }

        if (row.State is TrialState.Pending)
        {
            await Book.Withdraw(Id, row.Number);
        }

        if (!await store.SettleAsync(Id, row.Number, row.State, settled.State, settled.Outcome))
        {
            return;
        }

        if (settled.State is TrialState.Pending && state is SweepState.Running)
        {
            await Book.Queue(Id, terms, [row.ToQueued()!]);
        }

        if (settled.State.IsEnded() && open.Remove(row.Number))
        {
            meter?.Finished(settled.Outcome.Name);
            await telemetry.Log.EndedAsync(isFailure: false, () => store.TrialAsync(Id, row.Number));
            DeleteCheckpoints(await store.ForgetCheckpointsAsync(Id, row.Number));
        }
    }

    /// <summary>Files that cannot be deleted, or are out of reach, only take room.</summary>
    private void DeleteCheckpoints(IReadOnlyList<string> paths)
    {
        foreach (var path in options.Files is { Length: > 0 } ? paths : [])
        {
            new SweepFiles(options.Files!).Delete(path);
        }
    }

    /// <summary>When all that is left is paused, nothing will ever make room for it: what the scheduler does not promote ends.</summary>
    private async Task PruneIfAllPauseAsync()
    {
        if (open.Count == 0 || proposed is not null || open.Count != scheduler.Paused || state is not SweepState.Running)
        {
            return;
        }

        RequireTrue();
        if (scheduler.PromoteLast() is { Count: > 0 } promotions)
        {
            await KeepAsync([.. promotions.Select(one => new StoredDecision(one.Trial, one.Epoch, SchedulerReplay.Promote, one.Reason))]);
            foreach (var promotion in promotions)
            {
                await SettleAsync(promotion.Trial);
            }

            return;
        }

        foreach (var trial in open.Order().ToList())
        {
            await KeepAsync(new StoredDecision(trial, null, nameof(Verdict.Prune), scheduler.Withdraw(trial).Reason));
            await SettleAsync(trial);
        }
    }

    /// <summary>The best accuracy of each cell, as far as the best trials show it.</summary>
    private async Task RestoreCellsAsync()
    {
        foreach (var trial in (await store.OpenTrialsAsync(Id, from: 1)).Where(trial => trial.Done > 0))
        {
            judged[trial.Number] = trial.Done;
        }

        foreach (var (trial, accuracy) in meter is null ? [] : await store.PeaksAsync(Id, SweepDetails.MostRanked))
        {
            if (TrialSpecJson.Read(trial) is { IsReadable: true } read)
            {
                meter?.Reached(CellOf(read.Value), accuracy);
            }
        }
    }

    /// <summary>
    /// The scheduler decides again what is stored, in the order in which it was, and then what a crash left undecided.
    /// </summary>
    private async Task ReplayAsync()
    {
        if (ForgetsEnded)
        {
            await RestoreCellsAsync();
            return;
        }

        foreach (var row in await store.TrialsAsync(Id))
        {
            IsKnown(row);
        }

        var decisions = (await store.DecisionsAsync(Id)).Where(row => row.Trial is not { } trial || known.ContainsKey(trial))
            .Select(row => new StoredDecision(row.Trial, row.Epoch, row.Kind, row.Reason)).ToList();
        var epochs = (await store.EpochsInOrderAsync(Id)).Where(row => known.ContainsKey(row.Trial)).ToList();
        var records = epochs.ToDictionary(row => (row.Trial, row.Epoch), row => row.ToRecord());
        SchedulerReplay.Repeat(scheduler, decisions, trial => known[trial].Scheduled, (trial, epoch) => records[(trial, epoch)]);
        var compared = decisions
            .Where(row => row is { Epoch: not null, Kind: not Proposer.Result })
            .Select(row => (row.Trial, row.Epoch))
            .ToHashSet();
        foreach (var row in epochs)
        {
            judged[row.Trial] = row.Epoch;
            meter?.Reached(CellOf(known[row.Trial].Spec), row.ValidationAccuracy);
            if (!compared.Contains((row.Trial, row.Epoch))
                && scheduler.Report(known[row.Trial].Scheduled, row.ToRecord()) is { AtRung: true } decision)
            {
                var undecided = DecisionsOf(row.Trial, row.Epoch, decision);
                await KeepAsync(undecided);
                decisions.AddRange(undecided);
            }
        }

        await ReplayProposalsAsync(decisions, records);
        meter?.Climbed(scheduler.Reached);
    }
}
