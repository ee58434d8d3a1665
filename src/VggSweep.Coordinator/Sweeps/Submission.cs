using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Store;

namespace VggSweep.Coordinator.Sweeps;

/// <summary>A sweep file on its way into the store.</summary>
public static class Submission
{
    /// <summary>What was trained before, for predicting the next sweep's seconds.</summary>
    public static async Task<IReadOnlyList<ThroughputSample>> HistoryAsync(SweepStore store)
    {
        var training = (await store.ListSweepsAsync()).ToDictionary(row => row.Id, row => SweepSpecReader.Read(row.SpecYaml).Spec?.Training);
        return
        [
            .. from trial in await store.CompletedTrialsAsync()
               where trial.Seconds > 0 && training[trial.SweepId] is not null
               select new ThroughputSample(trial.Macs, trial.Done * TrainingCost.EpochMacs(trial.Macs, training[trial.SweepId]!), trial.Seconds),
        ];
    }

    public static NewTrial ToRow(PlannedTrial trial, int number, TrainingSpec training) => new(
        number, TrialParametersJson.Write(trial.Parameters), trial.Parameters.Identity(training),
        trial.Cost.PredictedSeconds, trial.Cost.Macs, trial.Cost.Params, trial.Cost.PeakBytes);

    public static IReadOnlyList<NewTrial> Rows(SweepPlan plan) =>
        [.. plan.Trials.Select(trial => ToRow(trial, trial.Trial, plan.Spec.Training))];
}
