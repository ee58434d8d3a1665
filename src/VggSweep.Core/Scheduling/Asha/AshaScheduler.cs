using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Scheduling.Asha;

/// <summary>
/// Asynchronous successive halving (Li et al., "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020).
/// Rung k is reached after r·η^k of the resource, r the minimum and η the reduction factor; of the n trials that
/// reached it the best ⌊n/η⌋ go on.
/// </summary>
/// <remarks>
/// The promotion form is the paper's algorithm 2. There a worker that has become free looks for a promotable trial; here
/// the report that frees it does, which is the same: a report to a rung adds at most one trial to its best ⌊n/η⌋, the
/// reporting one or the one at rank ⌊n/η⌋, so no promotable trial is left over for a later look.
/// The stopping form judges once, on arrival: whoever is not among the best max(1, ⌊n/η⌋), ties included, ends.
/// </remarks>
public sealed class AshaScheduler(AshaSpec spec, Objective objective) : IScheduler
{
    private static readonly Decision Training = new(Verdict.Continue, "it has reached no rung");

    private readonly List<Rung> rungs = [];
    private readonly Dictionary<int, Entry> entries = [];

    public int Paused { get; private set; }

    public IReadOnlyList<int> Reached => [.. rungs.Select(rung => rung.Count)];

    public Decision Report(ScheduledTrial trial, EpochRecord record)
    {
        var entry = EntryOf(trial.Trial);
        if (entry.Standing.Verdict is not Verdict.Continue)
        {
            return entry.Standing with { AtRung = false, Promotion = null };
        }

        var spent = spec.Rungs is RungResource.Epochs ? record.Epoch : record.Epoch * trial.EpochMacs;
        var decision = entry.Standing with { AtRung = false, Promotion = null };
        for (var goesOn = record.Epoch >= spec.Grace; goesOn && spent >= spec.ResourceOf(entry.NextRung);)
        {
            (goesOn, var next) = Compare(entry, trial.Trial, record, isLast: record.Epoch >= trial.Epochs);
            decision = decision.AtRung ? next with { Reason = $"{decision.Reason}; {next.Reason}" } : next;
        }

        Enter(entry, decision);
        return decision;
    }

    public Decision Standing(int trial) => entries.TryGetValue(trial, out var entry) ? entry.Standing : Training;

    public Decision Withdraw(int trial)
    {
        var entry = EntryOf(trial);
        entry.IsWithdrawn = true;
        if (entry.Standing.Verdict is Verdict.Pause)
        {
            Enter(entry, new Decision(Verdict.Prune, $"{entry.Standing.Reason}; nothing is left that could make room"));
        }

        return entry.Standing;
    }

    public void WithdrawPaused()
    {
        foreach (var (trial, _) in entries.Where(entry => entry.Value.Standing.Verdict is Verdict.Pause).ToList())
        {
            Withdraw(trial);
        }
    }

    /// <summary>Adds the result to the trial's next rung.</summary>
    /// <returns>Whether it is among the best there; a trial at its last epoch is complete all the same.</returns>
    private (bool GoesOn, Decision Decision) Compare(Entry entry, int trial, EpochRecord record, bool isLast)
    {
        var (index, value) = (entry.NextRung++, objective.ValueOf(record));
        if (rungs.Count == index)
        {
            rungs.Add(new Rung());
        }

        var rung = rungs[index];
        var rank = rung.Add(trial, value);
        var best = rung.Count / spec.Eta;
        var reason = $"rung {index} ({spec.ResourceText(index)}): {objective.TextOf(record)} is rank {rank} of {rung.Count}, {Places(best)}";
        if (spec.Form is AshaForm.Stopping && best == 0)
        {
            (best, reason) = (1, $"{reason}, until {spec.Eta} are there but the best so far");
        }

        var goesOn = spec.Form is AshaForm.Stopping ? !double.IsNaN(value) && value >= rung.ValueAt(best) : rank <= best;
        var verdict = goesOn || isLast ? Verdict.Continue : spec.Form is AshaForm.Stopping ? Verdict.Prune : Verdict.Pause;
        entry.PausedAt = record.Epoch;
        var promotion = spec.Form is AshaForm.Promotion && !goesOn ? PromotionOf(index, best) : null;
        return (goesOn, new Decision(verdict, isLast ? $"{reason}; it is complete" : reason, AtRung: true, promotion));
    }

    /// <summary>Only the last of the best can be new among them.</summary>
    private Promotion? PromotionOf(int index, int best)
    {
        if (best == 0)
        {
            return null;
        }

        var trial = rungs[index].TrialAt(best);
        var entry = EntryOf(trial);
        if (entry.Standing.Verdict is not Verdict.Pause || entry.NextRung != index + 1 || entry.IsWithdrawn)
        {
            return null;
        }

        var reason = $"rung {index} ({spec.ResourceText(index)}): it is rank {best} of {rungs[index].Count} now, {Places(best)}";
        Enter(entry, new Decision(Verdict.Continue, reason));
        return new Promotion(trial, entry.PausedAt, reason);
    }

    private void Enter(Entry entry, Decision standing)
    {
        Paused += (standing.Verdict is Verdict.Pause ? 1 : 0) - (entry.Standing.Verdict is Verdict.Pause ? 1 : 0);
        entry.Standing = standing;
    }

    private Entry EntryOf(int trial)
    {
        if (!entries.TryGetValue(trial, out var entry))
        {
            entries[trial] = entry = new Entry();
        }

        return entry;
    }

    private static string Places(int best) => best switch
    {
        0 => "none goes on yet",
        1 => "the best goes on",
        _ => $"the best {best} go on",
    };

    private sealed class Entry
    {
        /// <summary>From 0.</summary>
        public int NextRung { get; set; }

        /// <summary>The epoch at whose end it was paused last.</summary>
        public int PausedAt { get; set; }

        public bool IsWithdrawn { get; set; }

        public Decision Standing { get; set; } = Training;
    }
}
