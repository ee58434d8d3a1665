using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Coordinator.Grains;

/// <content>Proposes trials when slots want them: stored, with the reason, before anybody hears of them.</content>
internal sealed partial class SweepGrain
{
    /// <summary>Of the sweep as its newest file has it.</summary>
    private Proposer proposer = null!;

    /// <summary>The index of the next proposal; null when there is none left.</summary>
    private int? proposed;

    private async Task LookForSlotsAsync()
    {
        try
        {
            await ProposeAsync();
            await EndIfDoneAsync();
        }
        catch (Exception exception) when (exception.IsAway())
        {
            // It looks again.
        }
    }

    private async Task ProposeAsync()
    {
        if (proposed is not { } index || state is not SweepState.Running || problem.Length > 0)
        {
            return;
        }

        var wanted = proposer.Wanted(open.Count - scheduler.Paused, await SlotsAsync());
        if (wanted == 0)
        {
            return;
        }

        RequireTrue();
        var planner = new TrialPlanner(spec, await Submission.ConditionsAsync(store, Book, spec));
        var had = stored > index ? await store.IdentitiesAsync(Id) : null; // A file that extends the sweep begins the proposals anew.
        var (rows, decisions) = (new List<NewTrial>(), new List<StoredDecision>());
        Proposal? proposal = null;
        while (rows.Count < wanted && (proposal = proposer.At(index)) is not null)
        {
            index++;
            if (had?.Contains(proposal.Parameters.Identity(spec.Training)) is true)
            {
                continue;
            }

            var row = Submission.ToRow(planner.Plan(stored + rows.Count + 1, proposal.Parameters), stored + rows.Count + 1, spec.Training);
            rows.Add(row);
            proposer.Took(row.Number, proposal.Parameters, row.PredictedSeconds ?? 0);
            if (proposer.IsAdaptive)
            {
                decisions.Add(new StoredDecision(row.Number, null, Proposer.Propose, proposal.Why));
            }
        }

        var isOver = proposal is null || index >= proposer.Count;
        if (proposal is null && proposer.StopReason(index) is { } reason)
        {
            // What still runs may show that more is worth trying.
            isOver = open.Count == scheduler.Paused && rows.Count == 0;
            decisions.AddRange(isOver ? [new StoredDecision(null, null, Proposer.Finish, reason)] : []);
        }

        if (isOver || rows.Count > 0)
        {
            await ProposeAsync(isOver ? null : index, rows, decisions);
        }
    }

    private async Task ProposeAsync(int? next, List<NewTrial> rows, List<StoredDecision> decisions)
    {
        await KeepAsync(known => store.ProposeAsync(Id, known, next, rows, decisions));
        (proposed, stored) = (next, stored + rows.Count);
        foreach (var row in await store.TrialsAsync(Id, from: rows.Count == 0 ? int.MaxValue : rows[0].Number))
        {
            if (IsKnown(row) && row.State is TrialState.Pending)
            {
                open.Add(row.Number);
            }
        }

        await QueueAsync(rows.Count == 0 ? int.MaxValue : rows[0].Number);
    }

    /// <summary>Those that may train the sweep.</summary>
    private async Task<int> SlotsAsync()
    {
        var slots = (await Book.Workers())
            .Where(
                worker =>
                    worker.State is WorkerState.Active && spec.Placement.Labels.All(worker.Labels.Contains)).Sum(worker => worker.Slots);
        return Math.Min(slots, spec.Limits.Slots ?? slots);
    }

    /// <summary>Tells the sampler how trials ended, each end once.</summary>
    private async Task TellAsync()
    {
        foreach (var trial in known.Keys.Where(trial => proposer.Awaits(trial) && !open.Contains(trial)).Order().ToList())
        {
            await TellAsync(trial);
        }
    }

    private async Task TellAsync(int trial)
    {
        if (proposer.Awaits(trial) && await store.TrialAsync(Id, trial) is { } row && row.State.IsEnded())
        {
            RequireTrue();
            await TellAsync(row, await store.EpochsAsync(Id, trial) is [.., var newest] ? newest.ToRecord() : null);
        }
    }

    private async Task TellAsync(TrialRow row, EpochRecord? newest)
    {
        var record = row.State is TrialState.Completed or TrialState.Pruned ? newest : null;
        var reason = record is null
            ? $"{row.State}: {row.OutcomeDetail ?? row.Outcome}"
            : $"{spec.Objective.TextOf(record)} after epoch {record.Epoch}";
        await KeepAsync(known => store.DecideNextAsync(Id, known, new StoredDecision(row.Number, record?.Epoch, Proposer.Result, reason)));
        proposer.Ended(row.Number, record);
    }

    /// <summary>The sampler hears again what is stored, in the order in which it did, and then what a crash kept from it.</summary>
    private async Task ReplayProposalsAsync(
        IReadOnlyList<StoredDecision> decisions, Dictionary<(int Trial, int Epoch), EpochRecord> records)
    {
        if (!proposer.IsAdaptive)
        {
            return;
        }

        var rows = (await store.TrialsAsync(Id)).Where(row => known.ContainsKey(row.Number)).ToList();
        rows.ForEach(row => proposer.Took(row.Number, known[row.Number].Spec.Parameters, row.PredictedSeconds ?? 0));
        foreach (var stored in decisions)
        {
            proposer.Repeat(stored, (trial, epoch) => records[(trial, epoch)]);
        }

        foreach (var row in rows.Where(row => row.State.IsEnded() && proposer.Awaits(row.Number)))
        {
            await TellAsync(row, records.GetValueOrDefault((row.Number, row.Done)));
        }
    }
}
