namespace VggSweep.Core.Trials;

/// <summary>The result of one epoch. All but <see cref="Seconds"/> repeat bit for bit on equal numerics.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainLoss">Mean cross-entropy over the epoch's images, as they were trained.</param>
/// <param name="TrainAccuracy">Share of the epoch's images classified rightly as they were trained, 0 to 1.</param>
/// <param name="ValidationLoss">Mean cross-entropy over the held-out images.</param>
/// <param name="ValidationAccuracy">0 to 1.</param>
/// <param name="Seconds">Wall time of training and validation.</param>
[GenerateSerializer]
public sealed record EpochRecord(
    int Epoch,
    double TrainLoss,
    double TrainAccuracy,
    double ValidationLoss,
    double ValidationAccuracy,
    double Seconds)
{
    /// <summary>Whether two trainings of the epoch gave the same result to the last bit.</summary>
    public bool SameResult(EpochRecord other) => this with { Seconds = 0 } == other with { Seconds = 0 };
}
