using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Methods;

namespace VggSweep.Core.Scheduling;

/// <summary>The registry of schedulers: one line each; the first is the default.</summary>
public static class Schedulers
{
    internal static MethodTable<SchedulerSpec> Table { get; } = new("scheduler", "scheduler",
    [
        new RunToEnd.RunToEndMethod(),
        new Asha.AshaMethod(),
        new Pasha.PashaMethod(),
        new Hyperband.HyperbandMethod(),
        new TopK.TopKMethod(),
        new MedianStopping.MedianMethod(),
    ]);

    /// <summary>Makes the scheduler that a spec asks for.</summary>
    public static IScheduler For(SweepSpec spec) => spec.Scheduler.Create(spec);
}
