using VggSweep.Core.Api;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Trials;
using VggSweep.Results;
using VggSweep.Worker.Slots;

namespace VggSweep.Cli.Running;

/// <summary>How long a sweep may still take, by the cost model of the plan and what the sweep itself has measured.</summary>
internal static class Remaining
{
    /// <summary>More would make a look at a large sweep slow and say nothing new.</summary>
    private const int MostSamples = 200;

    /// <param name="slots">
    /// What trains in this process, by trial: it knows the speed before the first epoch is recorded, and how far each
    /// is within one.
    /// </param>
    /// <returns>At most so many seconds, since a scheduler may end trials early; null while no speed is known.</returns>
    public static double? Seconds(SweepResults results, IReadOnlyDictionary<int, SlotView> slots)
    {
        var samples = results.Trials.Where(trial => trial is { Epochs: > 0, Seconds: > 0 }).TakeLast(MostSamples)
            .Select(
                trial => new ThroughputSample(
                    trial.Macs, trial.Epochs * TrainingCost.EpochMacs(trial.Macs, trial.Training), trial.Seconds)).ToList();
        if (samples.Count == 0)
        {
            samples =
            [
                .. results.Trials
                    .Where(trial => slots.TryGetValue(trial.Trial, out var slot) && slot.ImagesPerSecond > 0)
                    .Select(trial => new ThroughputSample(
                        trial.Macs, TrainingCost.StepMacs(trial.Macs, images: 1), 1 / slots[trial.Trial].ImagesPerSecond)),
            ];
        }

        if (samples.Count == 0)
        {
            return null;
        }

        var model = new SecondsModel(samples);
        var left = results.Trials.Where(trial => !trial.State.IsEnded() && trial.State is not TrialState.Paused)
            .Select(trial => Left(trial, slots.GetValueOrDefault(trial.Trial), model)).ToList();
        var sideBySide = Math.Max(1, results.Count(TrialState.Running));
        var waiting = results.Count(TrialState.Pending) + results.Count(TrialState.Running);
        var unlisted = results.ToPropose + (results.HasMore ? Math.Max(0, waiting - left.Count) : 0);
        var toCome = results.Trials.Count == 0 ? 0
            : unlisted * results.Trials.Average(trial => Left(trial with { Epochs = 0 }, null, model));
        return left.Count == 0 ? toCome / sideBySide : Math.Max(left.Max(), (left.Sum() + toCome) / sideBySide);
    }

    private static double Left(TrialResult trial, SlotView? slot, SecondsModel model)
    {
        var training = trial.Training;
        var within = slot is { Steps: > 0 } && slot.Epoch == trial.Epochs + 1 ? (double)slot.Step / slot.Steps : 0;
        return model.Predict(
            trial.Macs,
            TrainingCost.TrialMacs(trial.Macs, training, trial.Parameters.Epochs) - (
                (trial.Epochs + within) * TrainingCost.EpochMacs(trial.Macs, training)));
    }
}
