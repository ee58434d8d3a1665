using System.CommandLine;
using Spectre.Console;
using VggSweep.Cli.Results;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep trials SWEEP</c>.</summary>
internal static class TrialsCommand
{
    public static Command Create(SourceOptions options, Terminal terminal)
    {
        var (sweep, json) = (CommonOptions.Sweep(), CommonOptions.Json());
        var command = new Command("trials", "Lists the trials of a sweep.") { sweep, json };
        command.SetAction(async (parsed, _) =>
        {
            await using var source = options.Open(parsed);
            var results = SweepResults.Of(await source.DetailsAsync(parsed.GetValue(sweep)!));
            results.WarnOfUnreadable();
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

    internal static void Write(IAnsiConsole console, SweepResults results)
    {
        var labels = TrialLabels.Of(results.Spec);
        var table = Tables.Create().AddNumbers(console.IsNarrow() ? "#" : "trial").AddText("parameters").AddWord("state")
            .AddNumbers("epochs", console.Header("validation", "%"), console.Header("test", "%"));
        if (!console.IsVeryNarrow())
        {
            table.AddNumbers("seconds");
        }

        if (!console.IsNarrow())
        {
            table.AddNumbers("attempts");
        }

        foreach (var trial in results.Trials)
        {
            string[] cells =
            [
                $"{trial.Trial}", Markup.Escape(labels.For(trial.Parameters)), trial.State.ToString().ToLowerInvariant(),
                $"{trial.Epochs}/{trial.Parameters.Epochs}", ResultTables.InPercent(trial.ValidationAccuracy),
                ResultTables.InPercent(trial.TestAccuracy), $"{trial.Seconds:0.0}", $"{trial.Attempts}",
            ];
            table.AddRow(cells[..table.Columns.Count]);
        }

        console.Write(table);
        foreach (var trial in results.Trials.Where(trial => trial.State is TrialState.Failed || !string.IsNullOrEmpty(trial.Detail)))
        {
            console.WriteLine($"trial {trial.Trial}: {trial.Outcome}: {trial.Detail}");
        }
    }

    private sealed record ListedTrial(
        int Trial, TrialState State, TrialParameters Parameters, int Epochs, double? ValidationAccuracy, double? TestAccuracy,
        int Attempts, double Seconds, string? Outcome);
}
