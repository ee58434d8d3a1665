using VggSweep.Results;
using VggSweep.Results.Answers.Fit;

namespace VggSweep.Cli.Reports;

/// <summary>How the error falls with cost.</summary>
/// <param name="Points">By rising MACs.</param>
/// <param name="Sentences">What the curve is, and what the data do not determine.</param>
internal sealed record ReportFit(IReadOnlyList<ReportFitPoint> Points, IReadOnlyList<string> Sentences)
{
    /// <returns>Null where the data give no curve.</returns>
    public static ReportFit? Of(SweepResults results) => FitQuestion.Of(results) is { Curve: not null } fit
        ? new ReportFit(
            [
                .. fit.Predictions.Select(one => new ReportFitPoint(
                    one.Label, one.Macs, one.Observed, one.Curve!.Value, one.Curve.Low, one.Curve.High)),
            ],
            fit.CurveSentences)
        : null;
}
