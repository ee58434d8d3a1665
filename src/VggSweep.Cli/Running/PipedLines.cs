using VggSweep.Cli.Results;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Results;

namespace VggSweep.Cli.Running;

/// <summary>A sweep where nobody watches: a line for each trial that ends, and one a minute while none does.</summary>
internal sealed class PipedLines(Action<string> say, TimeProvider time)
{
    /// <summary>Trials that a line has room for.</summary>
    private const int MostNamed = 4;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    private readonly HashSet<int> told = [];
    private long saidAt = time.GetTimestamp();

    /// <param name="totals">How far the sweep is.</param>
    public void Tell(SweepResults results, Func<string> totals)
    {
        foreach (var trial in results.Trials.Where(trial => trial.State.IsEnded() && told.Add(trial.Trial)))
        {
            Say(
                $"trial {trial.Trial}/{results.Total}{Label(results, trial.Parameters)}: {trial.State.ToString().ToLowerInvariant()}"
                + (trial.State is TrialState.Completed
                    ? $", validation {ResultTables.Percent(trial.ValidationAccuracy)}, test "
                        + $"{ResultTables.Percent(trial.TestAccuracy)}, {trial.Seconds:0.0} s"
                    : $", {trial.Outcome}: {trial.Detail}"));
        }

        if (time.GetElapsedTime(saidAt) >= LongestSilence)
        {
            Say(totals() + Running(results));
        }
    }

    private static string Label(SweepResults results, TrialParameters parameters) =>
        TrialLabels.Of(results.Spec).For(parameters) is { Length: > 0 } label ? $" ({label})" : "";

    private static string Running(SweepResults results)
    {
        var running = results.Trials.Where(trial => trial.State is TrialState.Running).ToList();
        return running.Count is 0 or > MostNamed
            ? ""
            : "; " + string.Join(
                ", ",
                running.Select(trial => $"trial {trial.Trial} has {trial.Epochs} of {trial.Parameters.Epochs} epochs"));
    }

    private void Say(string line)
    {
        say(line);
        saidAt = time.GetTimestamp();
    }
}
