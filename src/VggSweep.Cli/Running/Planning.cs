using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Store;
using VggSweep.Worker.Trainers;

namespace VggSweep.Cli.Running;

/// <summary>Plans a sweep for this machine, with what a home knows of it.</summary>
internal static class Planning
{
    /// <param name="store">The home's; null when there is none yet.</param>
    public static async Task<SweepPlan> PlanAsync(SweepStore? store, SweepSpec spec, int? slots, int? threads)
    {
        var history = store is null ? [] : await Submission.HistoryAsync(store);
        var count = Machine.Share(spec.Search.MaxTrials ?? int.MaxValue, slots ?? spec.Limits.Slots, threads).Slots;
        return SweepPlan.Make(spec, new PlanConditions(count, Machine.AvailableBytes() / count, history, Calibration.Find()));
    }
}
