using VggSweep.Cli.Sources;
using VggSweep.Core.Api;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Results;

/// <summary>Lets a new sampler and a new scheduler decide on what a sweep has recorded, and compares.</summary>
internal static class DecisionReplay
{
    /// <returns>How many decisions were repeated, and what came out otherwise.</returns>
    public static async Task<(int Repeated, IReadOnlyList<string> Differences)> RunAsync(
        SweepSource source, string sweep, IReadOnlyList<ListedEvent> events)
    {
        var results = await ResultsReader.ReadAllAsync(source, sweep);
        var trials = results.Trials.ToDictionary(
            trial => trial.Trial,
            trial => new SearchTrial(new TrialSpec(trial.Parameters, trial.Training), trial.Macs, trial.PredictedSeconds));
        var epochs = new Dictionary<(int, int), EpochRecord>();
        foreach (var trial in events.Where(one => one is { Trial: not null, Epoch: not null }).Select(one => one.Trial!.Value).Distinct())
        {
            foreach (var epoch in await source.EpochsAsync(sweep, trial))
            {
                epochs[(trial, epoch.Epoch)] = new EpochRecord(
                    epoch.Epoch, epoch.TrainLoss, epoch.TrainAccuracy, epoch.ValidationLoss, epoch.ValidationAccuracy, epoch.Seconds);
            }
        }

        var decisions = events.Select(one => new StoredDecision(one.Trial, one.Epoch, one.Kind, one.Reason)).ToList();
        return (
            decisions.Count(one => one.Epoch is not null || one.Kind == Proposer.Propose),
            SweepSearch.Differences(results.Spec, trials, decisions, (trial, epoch) => epochs[(trial, epoch)]));
    }
}
