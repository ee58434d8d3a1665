namespace VggSweep.Cli.Reports;

/// <summary>The learning curve of a configuration: means over its seeds.</summary>
/// <param name="Trials">Its seeds that have recorded an epoch.</param>
/// <param name="BestEpoch">The one with the best mean objective.</param>
/// <param name="BestScore">The mean objective after it.</param>
internal sealed record ReportCurve(
    string Label, IReadOnlyList<int> Trials, int Seeds, bool IsBest, int BestEpoch, double BestScore,
    IReadOnlyList<ReportCurveEpoch> Epochs);

/// <summary>Each value with the lower and upper end of its 90 % interval, which are null with one seed.</summary>
/// <param name="N">Seeds that have recorded the epoch.</param>
internal sealed record ReportCurveEpoch(
    int Epoch, int N, IReadOnlyList<double?> TrainLoss, IReadOnlyList<double?> TrainAccuracy,
    IReadOnlyList<double?> ValidationLoss, IReadOnlyList<double?> ValidationAccuracy);
