using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Coordinator.Grains;

/// <content>Proposes trials when slots want them: stored, with the reason, before anybody hears of them.</content>
internal sealed partial class SweepGrain
{
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

        var slots = await SlotsAsync();
        if (search.Wanted(open.Count, slots) == 0)
        {
            return;
        }

        RequireTrue();
        var planner = new TrialPlanner(spec, await Submission.ConditionsAsync(store, Book, spec));
        var had = stored > index ? await store.IdentitiesAsync(Id) : null; // A file that extends the sweep begins the proposals anew.
        if (search.Propose(index, stored, slots, Moment, had, planner) is { } proposal)
        {
            await ProposeAsync(proposal);
        }
    }

    private async Task ProposeAsync(ProposedTrials proposal)
    {
        List<NewTrial> rows = [.. proposal.Trials.Select(trial => Submission.ToRow(trial, trial.Trial, spec.Training))];
        await KeepAsync(known => store.ProposeAsync(Id, known, proposal.Next, rows, proposal.Stored));
        (proposed, stored) = (proposal.Next, stored + rows.Count);
        foreach (var row in await store.TrialsAsync(Id, from: rows.Count == 0 ? int.MaxValue : rows[0].Number))
        {
            if (IsKnown(row) && row.State is TrialState.Pending)
            {
                open.Add(row.Number);
            }
        }

        if (state is SweepState.Running)
        {
            await QueueAsync(rows.Count == 0 ? int.MaxValue : rows[0].Number);
        }
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
        foreach (var trial in search.Untold(open))
        {
            await TellAsync(trial);
        }
    }

    private async Task TellAsync(int trial)
    {
        if (search.Awaits(trial) && await store.TrialAsync(Id, trial) is { } row && row.State.IsEnded())
        {
            RequireTrue();
            await TellAsync(row, await store.EpochsAsync(Id, trial) is [.., var newest] ? newest.ToRecord() : null);
        }
    }

    private Task TellAsync(TrialRow row, EpochRecord? newest) =>
        KeepAsync(search.End(row.Number, row.State, row.OutcomeDetail ?? row.Outcome, newest));
}
