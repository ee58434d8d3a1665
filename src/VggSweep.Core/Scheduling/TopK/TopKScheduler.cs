using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Scheduling.TopK;

/// <summary>
/// One epoch, then the best K in full: a baseline that other schedulers have to beat (Egele et al., "Is One Epoch All You
/// Need For Multi-Fidelity Hyperparameter Optimization?", ESANN 2023, arXiv 2307.15422).
/// </summary>
/// <remarks>
/// Each trial pauses when it has trained its first epochs. When none is left to begin, the best K go on and the others
/// end. A trial that was withdrawn leaves its place to the next; one that fails later does not.
/// </remarks>
public sealed class TopKScheduler(TopKSpec spec, Objective objective) : IScheduler
{
    private readonly Rung rung = new();
    private readonly RungTrials trials = new();

    public int Paused => trials.Paused;

    public IReadOnlyList<int> Reached => rung.Count == 0 ? [] : [rung.Count];

    public Decision Report(ScheduledTrial trial, EpochRecord record)
    {
        var entry = trials.Of(trial.Trial);
        if (entry.Standing.Verdict is not Verdict.Continue || entry.NextRung > 0 || record.Epoch < spec.Epochs)
        {
            return entry.Standing with { AtRung = false };
        }

        var rank = rung.Add(trial.Trial, objective.ValueOf(record));
        (entry.NextRung, entry.PausedAt) = (1, record.Epoch);
        var reason = $"{objective.TextOf(record)} after epoch {record.Epoch} is rank {rank} of {rung.Count} so far";
        var decision = record.Epoch >= trial.Epochs
            ? new Decision(Verdict.Continue, $"{reason}; it is complete", AtRung: true)
            : new Decision(Verdict.Pause, $"{reason}; the best {spec.Keep} go on when all are there", AtRung: true);
        trials.Enter(entry, decision);
        return decision;
    }

    public Decision Standing(int trial) => trials.Standing(trial);

    public Decision Withdraw(int trial) => trials.Withdraw(trial);

    public void WithdrawPaused() => trials.WithdrawPaused();

    public IReadOnlyList<Promotion> PromoteLast()
    {
        var best = rung.Ranked().Select((result, index) => (result.Trial, Rank: index + 1))
            .Where(one => !trials.Of(one.Trial).IsWithdrawn).Take(spec.Keep)
            .Where(one => trials.Of(one.Trial).Standing.Verdict is Verdict.Pause).ToList();
        return [.. best.Select(one => Promote(one.Trial, one.Rank))];
    }

    private Promotion Promote(int trial, int rank)
    {
        var entry = trials.Of(trial);
        var reason = $"it is rank {rank} of {rung.Count}, and the best {spec.Keep} train to their end";
        trials.Enter(entry, new Decision(Verdict.Continue, reason));
        return new Promotion(trial, entry.PausedAt, reason);
    }
}
