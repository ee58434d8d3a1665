namespace VggSweep.Store;

/// <summary>A trial with all that happened to it.</summary>
/// <param name="Epochs">In the order of recording.</param>
/// <param name="Attempts">In the order of their fences.</param>
internal sealed record TrialHistory(
    TrialRow Trial, IReadOnlyList<EpochRow> Epochs, IReadOnlyList<AttemptRow> Attempts, IReadOnlyList<CheckpointRow> Checkpoints);
