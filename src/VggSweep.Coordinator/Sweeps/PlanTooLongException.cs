namespace VggSweep.Coordinator.Sweeps;

/// <summary>A sweep's plan takes longer than a coordinator spends on one.</summary>
internal sealed class PlanTooLongException(TimeSpan longest) : Exception(
    $"Planning the sweep takes more than {longest.TotalSeconds:0} s; give it fewer trials or fewer epochs, or plan it "
    + "with a home (`vggsweep plan FILE`).");
