using VggSweep.Core.Trials;

namespace VggSweep.Core.Scheduling;

/// <summary>
/// Answers every epoch of a sweep. No clock and no random source: the same calls in the same order get the same
/// answers, so that a scheduler is restored by repeating what is stored to a new one, see <see cref="SchedulerReplay"/>.
/// </summary>
public interface IScheduler
{
    /// <summary>Trials that are to wait now.</summary>
    int Paused { get; }

    /// <summary>How many trials have reached each rung, the lowest first; empty where none are compared.</summary>
    IReadOnlyList<int> Reached { get; }

    /// <summary>Takes in the trial's next epoch and says whether the trial goes on.</summary>
    Decision Report(ScheduledTrial trial, EpochRecord record);

    /// <summary>What holds for the trial now: its newest answer, or what became of it since.</summary>
    Decision Standing(int trial);

    /// <summary>Promotes the trial no more; its results still count for the others. One that is paused is pruned.</summary>
    /// <returns>Its standing from now on.</returns>
    Decision Withdraw(int trial);

    /// <summary>
    /// Asked when every trial that is left is paused, and no other will begin: which of them go on all the same. When none
    /// does, each is withdrawn. Default: none.
    /// </summary>
    IReadOnlyList<Promotion> PromoteLast() => [];

    /// <summary>Withdraws every trial that is paused.</summary>
    void WithdrawPaused();
}
