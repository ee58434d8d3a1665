using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Results;
using VggSweep.Results.Answers.Best;

namespace VggSweep.Cli.Results;

/// <summary>The JSON with which `run` and `resume` end.</summary>
/// <param name="Answer">As `vggsweep best` says it.</param>
internal sealed record SweepSummary(
    string Sweep, SweepState State, TrialCounts Trials, BestTrial? Best, IReadOnlyList<string> Answer, double Seconds)
{
    public static SweepSummary Of(SweepResults results, double seconds) => new(
        results.Sweep,
        results.State,
        new TrialCounts(
            results.Count(TrialState.Completed), results.Count(TrialState.Pruned), results.Count(TrialState.Failed),
            results.Count(TrialState.Cancelled)),
        BestTrial.Of(results),
        BestQuestion.Of(results, under: []).Sentences,
        Math.Round(seconds, 3));
}

internal sealed record TrialCounts(int Completed, int Pruned, int Failed, int Cancelled);

/// <param name="Trial">The one with the best objective among <paramref name="Replicates"/>.</param>
/// <param name="Replicates">The trials of the best configuration; they differ in their seeds.</param>
/// <param name="MeanValidationAccuracy">Over the replicates, by which the configuration was chosen.</param>
/// <param name="MeanTestAccuracy">Over the replicates.</param>
internal sealed record BestTrial(
    int Trial, TrialParameters Parameters, double? ValidationAccuracy, double? TestAccuracy,
    IReadOnlyList<int> Replicates, MeanValue? MeanValidationAccuracy, MeanValue? MeanTestAccuracy)
{
    public static BestTrial? Of(SweepResults results) => results is { Best: { } trial, BestCell: { } cell }
        ? new(
            trial.Trial, trial.Parameters, trial.ValidationAccuracy, trial.TestAccuracy,
            [.. cell.Trials.Select(one => one.Trial)], MeanValue.Of(cell.Validation), MeanValue.Of(cell.Test))
        : null;
}

/// <param name="Low">Of the 90 % interval; null with a single replicate.</param>
/// <param name="High">Of the 90 % interval; null with a single replicate.</param>
internal sealed record MeanValue(double Mean, double? Low, double? High)
{
    public static MeanValue? Of(Estimate? estimate) =>
        estimate is null ? null : new(estimate.Mean, estimate.Low, estimate.High);
}
