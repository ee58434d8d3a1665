namespace VggSweep.Cli.Reports;

/// <summary>A configuration with its seeds as replicates.</summary>
/// <param name="Values">Of each swept parameter: a number, a text, or null where the configuration lacks it.</param>
/// <param name="Bytes">Peak memory, the mean over the replicates.</param>
/// <param name="Seconds">Of training, the mean over the replicates.</param>
/// <param name="Score">The objective, by which cells are chosen.</param>
/// <param name="IsAsGood">At 90 % confidence not worse than the best cell.</param>
/// <param name="Geometry">A number that cells of the grid share whose learned tensors have equal shapes; null for one alone.</param>
internal sealed record ReportCell(
    string Label,
    IReadOnlyList<object?> Values,
    IReadOnlyList<int> Trials,
    long Macs,
    long Params,
    double Bytes,
    double Seconds,
    ReportEstimate Score,
    ReportEstimate? Validation,
    ReportEstimate? Test,
    bool IsBest,
    bool IsAsGood,
    int? Geometry);
