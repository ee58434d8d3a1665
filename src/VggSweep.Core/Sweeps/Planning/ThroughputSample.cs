namespace VggSweep.Core.Sweeps.Planning;

/// <summary>How long something that was trained on this machine took, on one slot.</summary>
/// <param name="MacsPerImage">Of the network, one image forward.</param>
/// <param name="Macs">All that was computed, as <see cref="TrainingCost"/> counts it.</param>
/// <param name="Seconds">Wall time, above 0.</param>
public sealed record ThroughputSample(long MacsPerImage, double Macs, double Seconds);
