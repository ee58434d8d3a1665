using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Scheduling;

/// <summary>Makes the scheduler that a spec asks for.</summary>
public static class Schedulers
{
    public static IScheduler For(SweepSpec spec) => spec.Scheduler switch
    {
        SchedulerKind.None => new RunToEndScheduler(),
        SchedulerKind.Asha => new AshaScheduler(spec.Asha, spec.Objective),
        _ => throw new ArgumentOutOfRangeException(nameof(spec)),
    };
}
