using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Results;

/// <summary>The JSON with which `run` and `resume` end.</summary>
internal sealed record SweepSummary(string Sweep, SweepState State, TrialCounts Trials, BestTrial? Best, double Seconds)
{
    public static SweepSummary Of(SweepResults results, double seconds) => new(
        results.Sweep,
        results.State,
        new TrialCounts(
            results.Count(TrialState.Completed), results.Count(TrialState.Pruned), results.Count(TrialState.Failed),
            results.Count(TrialState.Cancelled)),
        results.Best is { } best ? new BestTrial(best.Trial, best.Parameters, best.ValidationAccuracy, best.TestAccuracy) : null,
        Math.Round(seconds, 3));
}

internal sealed record TrialCounts(int Completed, int Pruned, int Failed, int Cancelled);

internal sealed record BestTrial(int Trial, TrialParameters Parameters, double? ValidationAccuracy, double? TestAccuracy);
