using VggSweep.Core.Trials;

namespace VggSweep.Core.Leases;

/// <summary>A trial that waits for a slot.</summary>
/// <param name="Fence">Of its last lease; 0 before the first.</param>
/// <param name="Macs">Multiply-accumulates of its whole training: the longest go first, so that the last slot to end ends early.</param>
/// <param name="MemoryBytes">Predicted peak memory; 0 when it is not known.</param>
/// <param name="Begun">The numerics that it began with; null before its first attempt.</param>
/// <param name="FailedOn">The worker on which its last attempt failed; another one is tried where there is one.</param>
[GenerateSerializer, Immutable]
public sealed record QueuedTrial(
    string Sweep, int Trial, long Fence, double Macs, long MemoryBytes = 0, Numerics? Begun = null, string? FailedOn = null);
