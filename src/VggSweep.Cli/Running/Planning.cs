using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Store;
using VggSweep.Worker.Trainers;

namespace VggSweep.Cli.Running;

/// <summary>Plans a sweep for this machine, with what a home knows of it.</summary>
internal static class Planning
{
    /// <param name="home">Whose calibration is used, if it has one.</param>
    /// <param name="store">The home's; null when there is none yet.</param>
    /// <param name="devices">CUDA devices that train; none for the processor.</param>
    /// <param name="trials">That the plan looks at, at most.</param>
    public static async Task<SweepPlan> PlanAsync(
        string home, SweepStore? store, SweepSpec spec, int? slots, int? threads, IReadOnlyList<string> devices,
        int trials = SweepPlan.MostTrials) =>
        SweepPlan.Make(spec, await ConditionsAsync(home, store, spec, slots, threads, devices), trials);

    /// <summary>The machine that the plan is made for.</summary>
    /// <inheritdoc cref="PlanAsync"/>
    public static async Task<PlanConditions> ConditionsAsync(
        string home, SweepStore? store, SweepSpec spec, int? slots, int? threads, IReadOnlyList<string> devices)
    {
        var history = store is null ? [] : await Submission.HistoryAsync(store);
        var most = spec.Search.MaxTrials ?? int.MaxValue;
        var count = Machine.Share(home, most, slots ?? spec.Limits.Slots, threads, devices).Slots;
        return devices.Count > 0
            ? new PlanConditions(count, CudaDevices.ShareOfMemory(devices, count), history, OnDevice: true)
            : new PlanConditions(count, Machine.AvailableBytes() / count, history, Calibration.Find(home));
    }
}
