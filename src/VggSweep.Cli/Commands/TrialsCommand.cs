using System.CommandLine;
using Spectre.Console;
using VggSweep.Cli.Results;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep trials SWEEP</c>.</summary>
internal static class TrialsCommand
{
    public static Command Create(Option<string> home, Terminal terminal)
    {
        var (sweep, json) = (CommonOptions.Sweep(), CommonOptions.Json());
        var command = new Command("trials", "Lists the trials of a sweep.") { sweep, json };
        command.SetAction(async (parsed, _) =>
        {
            var isHeld = HomeLock.IsHeld(parsed.GetValue(home)!);
            await using var store = Homes.Read(parsed.GetValue(home)!);
            var results = await ResultsReader.ReadAsync(store, parsed.GetValue(sweep)!);
            if (!isHeld)
            {
                // As in the list of sweeps: a run that was killed cannot say so, and a resume finds its trials waiting.
                results = results with
                {
                    Trials = [.. results.Trials.Select(trial => trial.State is TrialState.Running ? trial with { State = TrialState.Pending } : trial)],
                };
            }

            if (parsed.GetValue(json))
            {
                Terminal.WriteJson(results.Trials.Select(trial => new ListedTrial(
                    trial.Trial, trial.State, trial.Parameters, trial.Epochs, trial.ValidationAccuracy, trial.TestAccuracy,
                    trial.Attempts, trial.Seconds, trial.Outcome)));
            }
            else
            {
                Write(terminal.Out, results);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(IAnsiConsole console, SweepResults results)
    {
        var labels = TrialLabels.Of(results.Spec);
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("trial", "parameters", "state", "epochs", "validation", "test", "attempts", "seconds");
        foreach (var trial in results.Trials)
        {
            var state = trial.State is TrialState.Failed ? $"failed: {trial.Outcome}" : trial.State.ToString().ToLowerInvariant();
            table.AddRow(
                $"{trial.Trial}", Markup.Escape(labels.For(trial.Parameters)), Markup.Escape(state),
                $"{trial.Epochs}/{trial.Parameters.Epochs}", ResultTables.Percent(trial.ValidationAccuracy),
                ResultTables.Percent(trial.TestAccuracy), $"{trial.Attempts}", $"{trial.Seconds:0.0}");
        }

        console.Write(table);
        foreach (var trial in results.Trials.Where(trial => !string.IsNullOrEmpty(trial.Detail)))
        {
            console.WriteLine($"trial {trial.Trial}: {trial.Outcome}: {trial.Detail}");
        }
    }

    private sealed record ListedTrial(
        int Trial, TrialState State, TrialParameters Parameters, int Epochs, double? ValidationAccuracy, double? TestAccuracy,
        int Attempts, double Seconds, string? Outcome);
}
