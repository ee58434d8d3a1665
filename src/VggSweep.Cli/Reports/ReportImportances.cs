using VggSweep.Results;
using VggSweep.Results.Answers.Importance;

namespace VggSweep.Cli.Reports;

/// <summary>Which parameters decide.</summary>
/// <param name="Parameters">The most important first.</param>
/// <param name="Sentences">How it was judged, and what the data cannot tell.</param>
internal sealed record ReportImportances(IReadOnlyList<ParameterImportance> Parameters, IReadOnlyList<string> Sentences)
{
    /// <returns>Null where the data are too few.</returns>
    public static ReportImportances? Of(SweepResults results) => ImportanceQuestion.Of(results) is { Refusal: null } answer
        ? new ReportImportances(answer.Parameters, answer.Sentences)
        : null;
}
