using VggSweep.Cli.Results;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Running;

/// <summary>How long a sweep may still take, by the cost model of the plan and what the sweep itself has measured.</summary>
internal static class Remaining
{
    /// <summary>More would make a look at a large sweep slow and say nothing new.</summary>
    private const int MostSamples = 200;

    /// <returns>At most so many seconds, since a scheduler may end trials early; null before the first recorded epoch.</returns>
    public static double? Seconds(SweepResults results)
    {
        var training = results.Spec.Training;
        var samples = results.Trials.Where(trial => trial is { Epochs: > 0, Seconds: > 0 }).TakeLast(MostSamples)
            .Select(trial => new ThroughputSample(trial.Macs, trial.Epochs * TrainingCost.EpochMacs(trial.Macs, training), trial.Seconds)).ToList();
        if (samples.Count == 0)
        {
            return null;
        }

        var model = new SecondsModel(samples);
        var left = results.Trials.Where(trial => !trial.State.IsEnded() && trial.State is not TrialState.Paused).Select(trial => Left(trial, model, results)).ToList();
        var slots = Math.Max(1, results.Count(TrialState.Running));
        return left.Count == 0 ? 0 : Math.Max(left.Max(), left.Sum() / slots);
    }

    private static double Left(TrialResult trial, SecondsModel model, SweepResults results)
    {
        var training = results.Spec.Training;
        return model.Predict(
            trial.Macs, TrainingCost.TrialMacs(trial.Macs, training, trial.Parameters.Epochs) - (trial.Epochs * TrainingCost.EpochMacs(trial.Macs, training)));
    }
}
