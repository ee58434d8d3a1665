using VggSweep.Core.Api;
using VggSweep.Core.Grains;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Trials;
using VggSweep.ServiceDefaults;
using VggSweep.Store;

namespace VggSweep.Coordinator.Grains;

/// <content>What the search decides: stored before anybody hears of it, repeated from the rows, and brought to the
/// trials' rows.</content>
internal sealed partial class SweepGrain
{
    /// <summary>Of the sweep as its newest file has it.</summary>
    private SweepSearch search = null!;

    /// <summary>
    /// Of the decisions that are stored, those that the search knows. Null before the first look, which is before
    /// they are read.
    /// </summary>
    private long? decided;

    /// <summary>Set when a decision could not be stored: the search is ahead of the rows, and the next activation is not.</summary>
    private bool isAhead;

    public async Task<Decision> Judge(int trial, EpochRecord record)
    {
        RequireTrue();
        if (search.SpecOf(trial) is not { } own)
        {
            return new Decision(Verdict.Continue, "its row cannot be read, and it is compared with none");
        }

        if (search.HasSeen(trial, record.Epoch))
        {
            return search.Standing(trial);
        }

        var (decision, undecided) = search.Report(trial, record, Moment);
        telemetry.Decided(decision.Verdict);
        meter?.Recorded(record, own.Training);
        meter?.Reached(own.Parameters, record.ValidationAccuracy);
        if (undecided.Count > 0)
        {
            meter?.Climbed(search.Reached);
            await KeepAsync(undecided);
        }

        if (decision.Promotion is { } promotion)
        {
            await SettleAsync(promotion.Trial);
        }

        return decision with { Promotion = null };
    }

    /// <summary>Stores what the search has decided, before anybody hears of it.</summary>
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

    /// <exception cref="StoreAwayException">The search knows of what is not stored: the caller asks the next activation.</exception>
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
        if (search.Compares && await store.TrialAsync(Id, trial) is { } row && search.Knows(trial))
        {
            await SettleAsync(row);
        }
    }

    private async Task SettleAllAsync()
    {
        if (search.Compares)
        {
            foreach (var row in (await store.TrialsAsync(Id)).Where(row => search.Knows(row.Number)))
            {
                await (row.State.IsEnded() ? WithdrawEndedAsync(row.Number, row.Outcome ?? $"{row.State}") : SettleAsync(row));
            }
        }
    }

    /// <summary>A trial that was to wait and came to another end before it could: it is none of those that wait.</summary>
    private async Task WithdrawEndedAsync(int trial, string outcome)
    {
        if (search.Standing(trial).Verdict is Verdict.Pause)
        {
            RequireTrue();
            await KeepAsync(search.Leave(trial, outcome));
        }
    }

    private async Task SettleAsync(TrialRow row)
    {
        var standing = search.Standing(row.Number);
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
        if (open.Count == 0 || proposed is not null || open.Count != search.Paused || state is not SweepState.Running)
        {
            return;
        }

        RequireTrue();
        var decisions = search.Close(Moment);
        await KeepAsync(decisions);
        foreach (var trial in decisions.Select(decision => decision.Trial!.Value).Distinct())
        {
            await SettleAsync(trial);
        }
    }

    /// <summary>The best accuracy of each cell, as far as the best trials show it.</summary>
    private async Task RestoreCellsAsync()
    {
        foreach (var trial in (await store.OpenTrialsAsync(Id, from: 1)).Where(trial => trial.Done > 0))
        {
            search.Saw(trial.Number, trial.Done);
        }

        foreach (var (trial, accuracy) in meter is null ? [] : await store.PeaksAsync(Id, SweepDetails.MostRanked))
        {
            if (TrialSpecJson.Read(trial) is { IsReadable: true } read)
            {
                meter?.Reached(read.Value.Parameters, accuracy);
            }
        }
    }

    /// <summary>The search decides again what is stored, and then what a crash left undecided.</summary>
    private async Task ReplayAsync()
    {
        if (search.ForgetsEnded)
        {
            await RestoreCellsAsync();
            return;
        }

        var rows = (await store.TrialsAsync(Id)).Where(IsKnown).ToList();
        var journal = (await store.DecisionsAsync(Id))
            .Select(row => new StoredDecision(row.Trial, row.Epoch, row.Kind, row.Reason));
        var epochs = (await store.EpochsInOrderAsync(Id)).Where(row => search.Knows(row.Trial)).ToList();
        foreach (var undecided in search.Restore(journal, [.. epochs.Select(row => (row.Trial, row.ToRecord()))], Moment))
        {
            await KeepAsync(undecided);
        }

        epochs.ForEach(row => meter?.Reached(search.SpecOf(row.Trial)!.Parameters, row.ValidationAccuracy));
        meter?.Climbed(search.Reached);
        var newest = epochs.GroupBy(row => row.Trial)
            .ToDictionary(trial => trial.Key, trial => trial.MaxBy(row => row.Epoch)!.ToRecord());
        foreach (var row in rows.Where(row => row.State.IsEnded() && search.Awaits(row.Number)))
        {
            await TellAsync(row, newest.GetValueOrDefault(row.Number));
        }
    }
}
