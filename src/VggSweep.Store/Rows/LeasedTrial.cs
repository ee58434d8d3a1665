using VggSweep.Core.Trials;

namespace VggSweep.Store;

/// <summary>What a new lease starts from.</summary>
/// <param name="Spec">The trial's resolved form.</param>
/// <param name="Done">Recorded epochs.</param>
/// <param name="Checkpoints">At or before <paramref name="Done"/>, newest first.</param>
public sealed record LeasedTrial(
    long Fence, string Spec, int Done, Numerics Numerics, IReadOnlyList<CheckpointReference> Checkpoints);
