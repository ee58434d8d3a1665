using VggSweep.Results;

namespace VggSweep.Cli.Reports;

/// <summary>A mean over replicates: an accuracy from 0 to 1, or a loss.</summary>
/// <param name="Margin">Half the 90 % interval; null with one replicate.</param>
internal sealed record ReportEstimate(double Mean, double? Margin)
{
    public static ReportEstimate? Of(Estimate? estimate) => estimate is null ? null : new(estimate.Mean, estimate.Margin);
}
