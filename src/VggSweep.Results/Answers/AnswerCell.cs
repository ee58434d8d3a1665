using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers;

/// <summary>A completed configuration in an answer.</summary>
/// <param name="Label">The values that differ between the sweep's configurations.</param>
/// <param name="Parameters">Of the first replicate.</param>
/// <param name="Trials">The replicates' numbers.</param>
/// <param name="Mean">The objective over the replicates: accuracy from 0 to 1, or loss.</param>
/// <param name="Deviation">Between the replicates; null with one.</param>
/// <param name="Low">Of the 90 % interval; null with one replicate.</param>
/// <param name="High">Of the 90 % interval; null with one replicate.</param>
/// <param name="TestAccuracy">Mean of the final weights, 0 to 1.</param>
/// <param name="Macs">Of one image forward.</param>
/// <param name="Seconds">Of one trial, the replicates' mean.</param>
public sealed record AnswerCell(
    string Label, TrialParameters Parameters, IReadOnlyList<int> Trials, double Mean, double? Deviation, double? Low,
    double? High, double? TestAccuracy, long Macs, long Params, double Seconds, long PeakBytes)
{
    /// <summary>Replicates.</summary>
    public int Count => Trials.Count;

    internal static AnswerCell Of(Cell cell, SweepSpec spec)
    {
        var (goal, one) = (spec.Objective, cell.Objective);
        var isLoss = goal is Objective.ValidationLoss;
        return new(
            LabelOf(cell.Parameters, spec), cell.Parameters, [.. cell.Trials.Select(trial => trial.Trial)],
            goal.Natural(one.Mean), one.Deviation, isLoss ? -one.High : one.Low, isLoss ? -one.Low : one.High,
            cell.Test?.Mean, cell.Macs, cell.Params, cell.Seconds, cell.PeakBytes);
    }

    /// <summary>As <c>width=16 resolution=56</c>: a cell is every seed of its configuration.</summary>
    internal static string LabelOf(TrialParameters cell, SweepSpec spec) =>
        TrialLabels.Of(spec).For(cell, SweptNumbers.Seed) is { Length: > 0 } label ? label : "the only configuration";
}
