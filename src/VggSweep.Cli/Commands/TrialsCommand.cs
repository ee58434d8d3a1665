using System.CommandLine;
using Spectre.Console;
using VggSweep.Cli.Results;
using VggSweep.Core;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Results;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep trials SWEEP</c>.</summary>
internal static class TrialsCommand
{
    private const int WidthWithReasons = 116;

    public static Command Create(SourceOptions options, Terminal terminal)
    {
        var (sweep, json) = (CommonOptions.Sweep(), CommonOptions.Json());
        var from = Inputs.Number(
            "--from", "The first trial to list. Default: 1.", otherwise: 1, low: 1, high: int.MaxValue);
        var limit = Inputs.Number(
            "--limit", $"Trials to list, at most. Default: {SweepDetails.MostTrials}.",
            SweepDetails.MostTrials, low: 1, SweepDetails.MostTrials);
        var command = new Command("trials", "List the trials of a sweep.") { sweep, json, from, limit };
        command.SetAction(async (parsed, _) =>
        {
            await using var source = options.Open(parsed);
            var details = await source.DetailsAsync(parsed.GetValue(sweep)!);
            var page = await source.TrialsAsync(details.Sweep, parsed.GetValue(from), parsed.GetValue(limit));
            var results = ResultsReader.Of(details, page.Trials, page.Problems) with
            {
                BestOfRecorded = ResultsReader.Of(details).BestOfRecorded,
            };
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

            if (page.Next is { } next)
            {
                var more = results.Stored - (next - 1);
                Terminal.Say($"{Words.Count(more, "more trial")}: `vggsweep trials {results.Sweep} --from {next}`");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    internal static void Write(IAnsiConsole console, SweepResults results)
    {
        var (labels, best) = (TrialLabels.Of(results.Spec), results.BestOfRecorded?.Trial);
        var reasons = results.Trials.ToDictionary(trial => trial.Trial, TrialReason.Short);
        var hasReasons = reasons.Values.Any(reason => reason.Length > 0);
        var table = NewTable(console, hasReasons);
        foreach (var trial in results.Trials)
        {
            var reason = Markup.Escape(reasons[trial.Trial]);
            string[] cells =
            [
                trial.Trial == best ? $"[bold]* {trial.Trial}[/]" : $"{trial.Trial}",
                Markup.Escape(labels.For(trial.Parameters)),
                StateMarkup.Of(trial.State) + (!HasRoomForReasons(console) && reason.Length > 0 ? $"\n{reason}" : ""),
                $"{trial.Epochs}/{trial.Parameters.Epochs}", ResultTables.InPercent(trial.ValidationAccuracy),
                ResultTables.InPercent(trial.TestAccuracy), $"{trial.Seconds:0.0}", $"{trial.Attempts}", reason,
            ];
            table.AddRow(cells[..table.Columns.Count]);
        }

        console.Write(table);
        if (best is not null)
        {
            var objective = results.Spec.Objective is Objective.ValidationLoss ? "validation loss" : "validation accuracy";
            console.WriteSentence(results.BestCell?.Trials.Count > 1
                ? $"* best seed of the configuration with the best mean {objective}"
                : $"* best by {objective}");
        }

        FrontTable.Write(console, results);
        if (hasReasons)
        {
            console.WriteSentence($"Reasons in full: `vggsweep events {results.Sweep}`");
        }
    }

    /// <summary>Else a reason goes below the state.</summary>
    private static bool HasRoomForReasons(IAnsiConsole console) => console.Profile.Width >= WidthWithReasons;

    private static Table NewTable(IAnsiConsole console, bool hasReasons)
    {
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

        if (hasReasons && HasRoomForReasons(console))
        {
            table.AddText("why");
        }

        return table;
    }

    private sealed record ListedTrial(
        int Trial, TrialState State, TrialParameters Parameters, int Epochs, double? ValidationAccuracy, double? TestAccuracy,
        int Attempts, double Seconds, string? Outcome);
}
