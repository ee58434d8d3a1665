namespace VggSweep.Cli.Reports;

/// <param name="BestEpoch">The recorded epoch with the best objective.</param>
/// <param name="BestScore">The objective after it.</param>
/// <param name="Done">Recorded epochs.</param>
internal sealed record ReportTrial(
    int Trial,
    string Label,
    string State,
    string? Outcome,
    string? Detail,
    long Params,
    long Macs,
    double? ValidationAccuracy,
    double? TestAccuracy,
    int? BestEpoch,
    double? BestScore,
    double Seconds,
    double? PredictedSeconds,
    long? PeakBytes,
    long? PredictedBytes,
    int Done);
