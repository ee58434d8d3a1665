using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Reports;

/// <summary>What the report's page draws; the names are those of its script.</summary>
internal sealed record ReportData(
    string Sweep,
    string Name,
    string Created,
    string State,
    string Objective,
    int? Images,
    string ChosenOn,
    int TestImages,
    string Spec,
    string Made,
    IReadOnlyList<string> MadeWith,
    IReadOnlyList<string> GridRows,
    IReadOnlyList<int> GridColumns,
    IReadOnlyList<IReadOnlyList<int?>> GridTrials,
    IReadOnlyList<ReportTrial> Trials);

/// <param name="OnFront">No other trial is both cheaper and more accurate.</param>
/// <param name="Done">Recorded epochs.</param>
/// <param name="Curve">The recorded epochs of a trial whose learning curve is drawn; none of others.</param>
internal sealed record ReportTrial(
    int Trial,
    string Label,
    string State,
    string? Outcome,
    string? Detail,
    bool IsBest,
    bool OnFront,
    long Params,
    long Macs,
    double? ValidationAccuracy,
    double? TestAccuracy,
    double Seconds,
    double? PredictedSeconds,
    long? PeakBytes,
    long PredictedBytes,
    TrialParameters Parameters,
    int Done,
    IReadOnlyList<EpochRecord> Curve);
