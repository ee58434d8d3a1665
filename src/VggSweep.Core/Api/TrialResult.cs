using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Api;

/// <summary>One trial as its rows tell it.</summary>
/// <param name="Epochs">Recorded epochs.</param>
/// <param name="ValidationAccuracy">After the newest recorded epoch, 0 to 1.</param>
/// <param name="TestAccuracy">Of the final weights, 0 to 1; null before the trial's end.</param>
/// <param name="Seconds">Training and validation of the recorded epochs.</param>
/// <param name="Macs">Multiply-accumulates of one image forward.</param>
/// <param name="PredictedSeconds">What the plan said of <paramref name="Seconds"/> and the test; null when it said nothing.</param>
/// <param name="PeakBytes">The trainer's greatest resident memory; null before the trial's end.</param>
/// <param name="PredictedBytes">What the plan said of it; 0 when it said nothing.</param>
/// <param name="Numerics">What it was trained with; null before its first attempt.</param>
/// <param name="TestLoss">Of the final weights, mean cross-entropy; null before the trial's end.</param>
/// <param name="Started">Of its first attempt.</param>
/// <param name="Ended">Of its last attempt; null while the trial may still be trained.</param>
public sealed record TrialResult(
    int Trial,
    TrialState State,
    TrialParameters Parameters,
    TrainingSpec Training,
    int Epochs,
    double? ValidationAccuracy,
    double? ValidationLoss,
    double? TestAccuracy,
    int Attempts,
    double Seconds,
    string? Outcome,
    string? Detail,
    long Params,
    long Macs,
    double? PredictedSeconds = null,
    long? PeakBytes = null,
    long PredictedBytes = 0,
    Numerics? Numerics = null,
    double? TestLoss = null,
    DateTimeOffset? Started = null,
    DateTimeOffset? Ended = null);
