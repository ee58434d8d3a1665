using VggSweep.Cli.Results;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Running;

/// <summary>A line for each trial that has ended since the last look.</summary>
internal sealed class EndedTrials
{
    private readonly HashSet<int> told = [];

    public void Tell(SweepResults results)
    {
        var labels = TrialLabels.Of(results.Spec);
        foreach (var trial in results.Trials.Where(trial => trial.State.IsEnded() && told.Add(trial.Trial)))
        {
            Terminal.Say(
                $"trial {trial.Trial}/{results.Trials.Count} ({labels.For(trial.Parameters)}): {trial.State.ToString().ToLowerInvariant()}"
                + (trial.State is TrialState.Completed
                    ? $", validation {ResultTables.Percent(trial.ValidationAccuracy)}, test {ResultTables.Percent(trial.TestAccuracy)}, {trial.Seconds:0.0} s"
                    : $", {trial.Outcome}: {trial.Detail}"));
        }
    }
}
