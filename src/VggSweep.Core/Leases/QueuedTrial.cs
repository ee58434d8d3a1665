namespace VggSweep.Core.Leases;

/// <summary>A trial that waits for a slot.</summary>
/// <param name="Fence">Of its last lease; 0 before the first.</param>
/// <param name="Macs">Multiply-accumulates of its whole training: the longest go first, so that the last slot to end ends early.</param>
[GenerateSerializer]
public sealed record QueuedTrial(string Sweep, int Trial, long Fence, double Macs);
