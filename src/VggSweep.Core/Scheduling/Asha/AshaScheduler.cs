using System.Globalization;
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
/// With fair costs each rung is as many as there are classes of cost: trials are compared within theirs.
/// </remarks>
public sealed class AshaScheduler(AshaSpec spec, Objective objective) : IScheduler
{
    /// <summary>By number, then by class of cost.</summary>
    private readonly List<Dictionary<int, Rung>> rungs = [];

    private readonly RungTrials trials = new();

    public int Paused => trials.Paused;

    public IReadOnlyList<int> Reached => [.. rungs.Select(classes => classes.Values.Sum(rung => rung.Count))];

    public Decision Report(ScheduledTrial trial, EpochRecord record)
    {
        var entry = trials.Of(trial.Trial);
        var decision = entry.Standing with { AtRung = false, Promotion = null };
        if (decision.Verdict is not Verdict.Continue)
        {
            return decision;
        }

        var spent = spec.SpentBy(trial, record.Epoch);
        for (var goesOn = record.Epoch >= spec.Grace; goesOn && spent >= spec.ResourceOf(entry.NextRung);)
        {
            (goesOn, var next) = Compare(entry, trial, record);
            decision = decision.AtRung ? next with { Reason = $"{decision.Reason}; {next.Reason}" } : next;
        }

        trials.Enter(entry, decision);
        return decision;
    }

    public Decision Standing(int trial) => trials.Standing(trial);

    public Decision Withdraw(int trial) => trials.Withdraw(trial);

    public void WithdrawPaused() => trials.WithdrawPaused();

    /// <summary>Adds the result to the trial's next rung.</summary>
    /// <returns>Whether it is among the best there; a trial at its last epoch is complete all the same.</returns>
    private (bool GoesOn, Decision Decision) Compare(RungTrial entry, ScheduledTrial trial, EpochRecord record)
    {
        var (index, value, isLast) = (entry.NextRung++, objective.ValueOf(record), record.Epoch >= trial.Epochs);
        var (rung, name) = RungOf(index, trial);
        var rank = rung.Add(trial.Trial, value);
        var best = rung.Count / spec.Eta;
        var reason = $"{name}: {objective.TextOf(record)} is rank {rank} of {rung.Count}, {Places(best)}";
        if (spec.Form is AshaForm.Stopping && best == 0)
        {
            (best, reason) = (1, $"{reason}, until {spec.Eta} are there but the best so far");
        }

        var goesOn = spec.Form is AshaForm.Stopping ? !double.IsNaN(value) && value >= rung.ValueAt(best) : rank <= best;
        var verdict = goesOn || isLast ? Verdict.Continue : spec.Form is AshaForm.Stopping ? Verdict.Prune : Verdict.Pause;
        entry.PausedAt = record.Epoch;
        var promotion = spec.Form is AshaForm.Promotion && !goesOn ? PromotionOf(index, rung, name) : null;
        return (goesOn, new Decision(verdict, isLast ? $"{reason}; it is complete" : reason, AtRung: true, promotion));
    }

    /// <summary>Only the last of the best can be new among them.</summary>
    private Promotion? PromotionOf(int index, Rung rung, string name)
    {
        var best = rung.Count / spec.Eta;
        if (best == 0)
        {
            return null;
        }

        var trial = rung.TrialAt(best);
        var entry = trials.Of(trial);
        if (entry.Standing.Verdict is not Verdict.Pause || entry.NextRung != index + 1 || entry.IsWithdrawn)
        {
            return null;
        }

        var reason = $"{name}: it is rank {best} of {rung.Count} now, {Places(best)}";
        trials.Enter(entry, new Decision(Verdict.Continue, reason));
        return new Promotion(trial, entry.PausedAt, reason);
    }

    private (Rung Rung, string Name) RungOf(int index, ScheduledTrial trial)
    {
        if (rungs.Count == index)
        {
            rungs.Add([]);
        }

        // A power of four from the exponent: exact on every machine, as no logarithm is.
        var power = spec.Fair is Fairness.Cost ? Math.ILogB(trial.EpochMacs) >> 1 : 0;
        if (!rungs[index].TryGetValue(power, out var rung))
        {
            rungs[index][power] = rung = new Rung();
        }

        var (least, most) = (Math.ScaleB(1, 2 * power), Math.ScaleB(1, 2 * (power + 1)));
        var peers = spec.Fair is not Fairness.Cost ? ""
            : string.Create(CultureInfo.InvariantCulture, $" of trials of {least:0.#E+0} to {most:0.#E+0} MACs an epoch");
        return (rung, $"rung {index} ({spec.ResourceText(index)}){peers}");
    }

    private static string Places(int best) => best switch
    {
        0 => "none goes on yet",
        1 => "the best goes on",
        _ => $"the best {best} go on",
    };
}
