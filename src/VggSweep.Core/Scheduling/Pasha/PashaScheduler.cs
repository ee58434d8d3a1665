using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Scheduling.Pasha;

/// <summary>
/// PASHA (Bohdal et al., "PASHA: Efficient HPO and NAS with Progressive Resource Allocation", ICLR 2023, arXiv
/// 2207.06940): successive halving whose top rung rises only while the two highest rungs rank their trials differently.
/// </summary>
/// <remarks>
/// As in the paper's algorithm a report frees its worker for the promotable trial of the highest rung. A rising top makes
/// several promotable at once; those that no report takes go on when all are paused. When none is promotable and no trial
/// is complete, the best trial of the highest rung trains to its end: the paper trains the chosen one again.
/// </remarks>
public sealed class PashaScheduler(PashaSpec spec, int mostEpochs, Objective objective) : IScheduler
{
    private readonly List<PashaRung> rungs = [];
    private readonly RungTrials trials = new();
    private int top = 1;
    private int? chosen;
    private bool isAnyComplete;

    public int Paused => trials.Paused;

    public IReadOnlyList<int> Reached => [.. rungs.Select(rung => rung.Count)];

    /// <summary>The highest rung that trials are promoted to, from 0.</summary>
    internal int Top => top;

    public Decision Report(ScheduledTrial trial, EpochRecord record)
    {
        var entry = trials.Of(trial.Trial);
        var isComplete = record.Epoch >= trial.Epochs;
        var isAtRung = isComplete || record.Epoch >= spec.EpochsOf(entry.NextRung);
        if (entry.Standing.Verdict is not Verdict.Continue || trial.Trial == chosen || !isAtRung)
        {
            return entry.Standing with { AtRung = false };
        }

        var index = entry.NextRung++;
        if (rungs.Count == index)
        {
            rungs.Add(new PashaRung());
        }

        entry.PausedAt = record.Epoch;
        var rank = rungs[index].Add(trial.Trial, objective.ValueOf(record));
        var reason = $"rung {index} (epoch {record.Epoch}): {objective.TextOf(record)} is rank {rank} "
            + $"of {rungs[index].Count}{Raise(index)}";
        isAnyComplete |= isComplete;
        if (isComplete || entry.IsWithdrawn)
        {
            rungs[index].Remove(trial.Trial);
        }

        var next = Promotable();
        var isNext = next?.Trial == trial.Trial;
        var decision = new Decision(
            isComplete || isNext ? Verdict.Continue : Verdict.Pause,
            isComplete ? $"{reason}; it is complete" : isNext ? $"{reason}, and goes on" : $"{reason}, and waits",
            AtRung: true);
        trials.Enter(entry, decision);
        if (isNext)
        {
            rungs[index].Remove(trial.Trial);
        }

        return isNext || next is not { } other ? decision : decision with { Promotion = Promote(other.Trial, other.Rung) };
    }

    public Decision Standing(int trial) => trials.Standing(trial);

    public Decision Withdraw(int trial)
    {
        foreach (var rung in rungs)
        {
            rung.Remove(trial);
        }

        return trials.Withdraw(trial);
    }

    public void WithdrawPaused()
    {
        foreach (var trial in trials.WithdrawPaused())
        {
            Withdraw(trial);
        }
    }

    public IReadOnlyList<Promotion> PromoteLast()
    {
        var promotions = new List<Promotion>();
        while (Promotable() is { } next)
        {
            promotions.Add(Promote(next.Trial, next.Rung));
        }

        var last = rungs.FindLastIndex(rung => rung.BestWaiting is not null);
        if (promotions.Count == 0 && chosen is null && !isAnyComplete && last >= 0)
        {
            chosen = rungs[last].BestWaiting;
            promotions.Add(Promote(chosen!.Value, last));
        }

        return promotions;
    }

    /// <summary>The best promotable trial of the highest rung that has one.</summary>
    private (int Trial, int Rung)? Promotable()
    {
        for (var index = Math.Min(top, rungs.Count) - 1; index >= 0; index--)
        {
            if (rungs[index].Promotable(rungs[index].Count / spec.Eta) is { } trial)
            {
                return (trial, index);
            }
        }

        return null;
    }

    private Promotion Promote(int trial, int index)
    {
        var entry = trials.Of(trial);
        rungs[index].Remove(trial);
        var reason = trial == chosen
            ? $"rung {index}: the ranking has settled, and its best trial trains to its end"
            : $"rung {index}: it is among the best {rungs[index].Count / spec.Eta} of {rungs[index].Count} now";
        trials.Enter(entry, new Decision(Verdict.Continue, reason));
        return new Promotion(trial, entry.PausedAt, reason);
    }

    /// <summary>Lets the top rise when its ranking differs from the one below.</summary>
    /// <returns>For the reason.</returns>
    private string Raise(int index)
    {
        if (index != top || spec.EpochsOf(top) >= mostEpochs || rungs[top].RanksAs(rungs[top - 1], spec.Epsilon))
        {
            return "";
        }

        top++;
        return $"; rungs {index - 1} and {index} rank differently, so trials go on to rung {top}";
    }
}
