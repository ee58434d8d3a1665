namespace VggSweep.Core.Api;

/// <summary>A recorded epoch.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Attempt">The attempt that recorded it, from 1.</param>
public sealed record ListedEpoch(
    int Epoch, double TrainLoss, double TrainAccuracy, double ValidationLoss, double ValidationAccuracy, double Seconds, int Attempt);
