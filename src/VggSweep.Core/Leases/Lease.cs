using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Leases;

/// <summary>The right to train one trial until it expires, with all that its trainer needs to go on from where the trial stands.</summary>
/// <param name="Ttl">Counted by the worker on its own monotonic clock, from before it asked.</param>
/// <param name="Done">Epochs that are recorded.</param>
/// <param name="Checkpoints">At or before <paramref name="Done"/>, newest first.</param>
/// <param name="Numerics">What it trains with.</param>
/// <param name="Timeout">Longest attempt; null for no limit.</param>
/// <param name="MemoryBytes">For which it was admitted; 0 when that is not known.</param>
[GenerateSerializer]
public sealed record Lease(
    LeaseKey Key,
    TimeSpan Ttl,
    TrialParameters Parameters,
    TrainingSpec Training,
    int Done,
    IReadOnlyList<CheckpointReference> Checkpoints,
    Numerics Numerics,
    TimeSpan? Timeout,
    long MemoryBytes);
