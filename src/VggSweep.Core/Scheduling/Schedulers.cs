using VggSweep.Core.Scheduling.Asha;
using VggSweep.Core.Scheduling.Hyperband;
using VggSweep.Core.Scheduling.Pasha;
using VggSweep.Core.Scheduling.RunToEnd;
using VggSweep.Core.Scheduling.TopK;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Methods;

namespace VggSweep.Core.Scheduling;

/// <summary>The registry of schedulers: one line each; the first is the default.</summary>
public static class Schedulers
{
    internal static MethodTable<SchedulerSpec> Table { get; } = new("scheduler", "scheduler",
    [
        new RunToEndMethod(),
        new AshaMethod(),
        new PashaMethod(),
        new HyperbandMethod(),
        new TopKMethod(),
    ]);

    /// <summary>Makes the scheduler that a spec asks for.</summary>
    public static IScheduler For(SweepSpec spec) => spec.Scheduler.Create(spec);
}
