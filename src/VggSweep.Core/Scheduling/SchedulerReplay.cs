using VggSweep.Core.Trials;

namespace VggSweep.Core.Scheduling;

/// <summary>
/// Repeats a sweep's stored decisions, in their order, to a new scheduler. The order of the decisions and not that of the
/// epochs is the scheduler's: two trials' epochs may be recorded in one order and judged in the other.
/// </summary>
public static class SchedulerReplay
{
    public const string Promote = "Promote";
    public const string Withdraw = "Withdraw";
    public const string Cancel = "Cancel";

    /// <summary>The budget has no room for a trial that was to go on.</summary>
    public const string Stop = "Stop";

    /// <summary>Whether it is a scheduler's answer to an epoch.</summary>
    public static bool IsVerdict(StoredDecision stored) => stored is
    {
        Kind: nameof(Verdict.Continue) or nameof(Verdict.Pause) or nameof(Verdict.Prune),
        Trial: not null, Epoch: not null,
    };

    /// <summary>Drives the scheduler to where the decisions left it.</summary>
    /// <param name="epochOf">The recorded epoch of a trial.</param>
    /// <returns>What the scheduler answers otherwise than is stored.</returns>
    public static IReadOnlyList<string> Repeat(
        IScheduler scheduler,
        IEnumerable<StoredDecision> decisions,
        Func<int, ScheduledTrial> trialOf,
        Func<int, int, EpochRecord> epochOf)
    {
        var differences = new List<string>();
        var promised = new Queue<Promotion>();
        foreach (var stored in decisions)
        {
            switch (stored)
            {
                case { Kind: Promote, Trial: { } trial, Epoch: { } epoch }:
                    var promotion = NextPromotion();
                    Check(
                        stored,
                        promotion is null ? null : (Promote, promotion.Reason),
                        promotion?.Trial == trial && promotion.Epoch == epoch);
                    break;
                case { Kind: Cancel, Trial: null }:
                    scheduler.WithdrawPaused();
                    break;
                case { Kind: Cancel or Withdraw or Stop, Trial: { } trial }:
                    scheduler.Withdraw(trial);
                    break;
                case { Kind: nameof(Verdict.Prune), Trial: { } trial, Epoch: null }:
                    var closed = scheduler.Withdraw(trial);
                    Check(stored, ($"{closed.Verdict}", closed.Reason), true);
                    break;
                case { Trial: { } trial, Epoch: { } epoch } when IsVerdict(stored):
                    var decision = scheduler.Report(trialOf(trial), epochOf(trial, epoch));
                    promised.Clear();
                    Promise(decision.Promotion is { } promoted ? [promoted] : []);
                    Check(stored, ($"{decision.Verdict}", decision.Reason), decision.AtRung);
                    break;
            }
        }

        return differences;

        // One that no report has promised was promoted when all were paused.
        Promotion? NextPromotion()
        {
            if (promised.Count == 0)
            {
                Promise(scheduler.PromoteLast());
            }

            return promised.TryDequeue(out var next) ? next : null;
        }

        void Promise(IReadOnlyList<Promotion> promotions)
        {
            foreach (var one in promotions)
            {
                promised.Enqueue(one);
            }
        }

        void Check(StoredDecision stored, (string Kind, string Reason)? repeated, bool fits)
        {
            if (!fits || repeated != (stored.Kind, stored.Reason))
            {
                differences.Add(
                    $"trial {stored.Trial}, epoch {stored.Epoch}: stored is {stored.Kind} ({stored.Reason}), repeated "
                    + $"is {repeated?.Kind ?? "nothing"} ({repeated?.Reason})");
            }
        }
    }
}
