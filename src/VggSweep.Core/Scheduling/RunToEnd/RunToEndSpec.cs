using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Scheduling.RunToEnd;

/// <summary>The scheduler <c>none</c>: every trial runs all its epochs.</summary>
public sealed record RunToEndSpec : SchedulerSpec
{
    public override IScheduler Create(SweepSpec sweep) => new RunToEndScheduler();
}
