using VggSweep.Core.Trials;

namespace VggSweep.Core.Scheduling.RunToEnd;

/// <summary>The scheduler <c>none</c>: every trial runs all its epochs.</summary>
public sealed class RunToEndScheduler : IScheduler
{
    private static readonly Decision Always = new(Verdict.Continue, "scheduler none: every trial runs all its epochs");

    public int Paused => 0;

    public IReadOnlyList<int> Reached => [];

    public Decision Report(ScheduledTrial trial, EpochRecord record) => Always;

    public Decision Standing(int trial) => Always;

    public Decision Withdraw(int trial) => Always;

    public void WithdrawPaused()
    {
    }
}
