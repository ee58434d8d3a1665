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
    ReportGrid Grid,
    IReadOnlyList<ReportCell> Cells,
    IReadOnlyList<ReportTrial> Trials);

/// <param name="Cells">By row and column, the index of the cell; null where no trial has completed.</param>
/// <param name="Over">The other swept parameters, of which each cell shows the best.</param>
internal sealed record ReportGrid(
    string Row,
    string Column,
    IReadOnlyList<string> Rows,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<int?>> Cells,
    IReadOnlyList<string> Over);

/// <summary>A configuration with its seeds as replicates. Accuracies are means, 0 to 1.</summary>
/// <param name="ValidationMargin">Half the 90 % interval; null with one seed.</param>
/// <param name="TestDeviation">Between seeds; null with one seed.</param>
/// <param name="IsAsGood">At 90 % confidence not worse than the best cell.</param>
/// <param name="OnFront">No other cell is both cheaper and more accurate.</param>
internal sealed record ReportCell(
    string Label,
    IReadOnlyList<int> Trials,
    long Macs,
    long Params,
    double? Validation,
    double? ValidationMargin,
    double? Test,
    double? TestDeviation,
    bool IsBest,
    bool IsAsGood,
    bool OnFront);

/// <param name="Done">Recorded epochs.</param>
/// <param name="Curve">The recorded epochs of a trial whose learning curve is drawn; none of others.</param>
internal sealed record ReportTrial(
    int Trial,
    string Label,
    string State,
    string? Outcome,
    string? Detail,
    bool IsBest,
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
