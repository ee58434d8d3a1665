using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using VggSweep.Cli.Results;
using VggSweep.Core.Api;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep epochs SWEEP TRIAL</c>.</summary>
internal static class EpochsCommand
{
    public static Command Create(SourceOptions options, Terminal terminal)
    {
        var (sweep, json) = (CommonOptions.Sweep(), CommonOptions.Json());
        var trial = CommonOptions.Trial();
        var command = new Command("epochs", "List the recorded epochs of a trial and draw their curve.") { sweep, trial, json };
        command.SetAction(async (parsed, _) =>
        {
            await using var source = options.Open(parsed);
            var epochs = await source.EpochsAsync(parsed.GetValue(sweep)!, parsed.GetValue(trial));
            if (parsed.GetValue(json))
            {
                Terminal.WriteJson(epochs);
            }
            else
            {
                Write(terminal.Out, epochs);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    internal static void Write(IAnsiConsole console, IReadOnlyList<ListedEpoch> epochs)
    {
        var table = Tables.Create().AddNumbers(
            "epoch", console.Header("train", "loss"), console.Header("train", "%"),
            console.Header("validation", "loss"), console.Header("validation", "%"), "seconds", "attempt");
        foreach (var epoch in epochs)
        {
            table.AddRow(
                $"{epoch.Epoch}", Loss(epoch.TrainLoss), ResultTables.InPercent(epoch.TrainAccuracy), Loss(epoch.ValidationLoss),
                ResultTables.InPercent(epoch.ValidationAccuracy), $"{epoch.Seconds:0.0}", $"{epoch.Attempt}");
        }

        console.Write(table);
        if (epochs.Count >= LineChart.FewestValues)
        {
            WriteChart(console, epochs);
        }
    }

    private static void WriteChart(IAnsiConsole console, IReadOnlyList<ListedEpoch> epochs)
    {
        var (validation, train) = console.Profile.Capabilities.Unicode ? ('●', '·') : ('*', '.');
        console.WriteLine($"Accuracy in %: {validation} validation, {train} train");
        foreach (var line in LineChart.Of(
            [
                (train, [.. epochs.Select(epoch => 100 * epoch.TrainAccuracy)]),
                (validation, [.. epochs.Select(epoch => 100 * epoch.ValidationAccuracy)]),
            ],
            console.Profile.Width,
            console.Profile.Capabilities.Unicode))
        {
            console.WriteLine(line);
        }
    }

    private static string Loss(double loss) => loss.ToString(loss < 100 ? "0.0000" : "0.0", CultureInfo.InvariantCulture);
}
