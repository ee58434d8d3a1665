namespace VggSweep.Core.Sweeps.Planning;

/// <summary>The machine that a plan is made for.</summary>
/// <param name="Slots">Trials that it trains at once.</param>
/// <param name="SlotBytes">Memory of one slot; null when it is not known, and then every trial is admitted.</param>
/// <param name="History">What was trained here before.</param>
/// <param name="Calibration">What was measured of it; null when nothing was.</param>
/// <param name="OnDevice">Whether trials are trained on a device, and the memory is the device's.</param>
public sealed record PlanConditions(
    int Slots, long? SlotBytes, IReadOnlyCollection<ThroughputSample> History, MachineCalibration? Calibration = null,
    bool OnDevice = false);
