using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using VggSweep.Cli.Results;
using VggSweep.Cli.Sources;
using VggSweep.Core.Api;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep events SWEEP</c>: every decision with its reason.</summary>
internal static class EventsCommand
{
    public static Command Create(SourceOptions options, Terminal terminal)
    {
        var (sweep, json) = (CommonOptions.Sweep(), CommonOptions.Json());
        var replay = new Option<bool>("--replay") { Description = "Decide again on the recorded epochs, and say whether every decision is the same." };
        var command = new Command("events", "Lists what was decided about a sweep and its trials, and why.") { sweep, json, replay };
        command.SetAction(async (parsed, _) =>
        {
            await using var source = options.Open(parsed);
            var events = await source.EventsAsync(parsed.GetValue(sweep)!);
            if (parsed.GetValue(replay))
            {
                return await ReplayAsync(source, parsed.GetValue(sweep)!, events);
            }

            if (parsed.GetValue(json))
            {
                Terminal.WriteJson(events);
            }
            else
            {
                Write(terminal.Out, events);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<int> ReplayAsync(SweepSource source, string sweep, IReadOnlyList<ListedEvent> events)
    {
        var (repeated, differences) = await DecisionReplay.RunAsync(source, sweep, events);
        foreach (var difference in differences)
        {
            Terminal.Say(difference);
        }

        Terminal.Say($"{repeated} decisions of {sweep} were repeated, {differences.Count} came out otherwise.");
        return differences.Count == 0 ? ExitCode.Ok : ExitCode.TrialsFailed;
    }

    internal static void Write(IAnsiConsole console, IReadOnlyList<ListedEvent> events)
    {
        var table = Tables.Create().AddWord("at (UTC)").AddNumbers("trial", "epoch").AddWord("decision").AddText("reason");
        foreach (var one in events)
        {
            table.AddRow(
                one.At.ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture), $"{one.Trial}", $"{one.Epoch}", Markup.Escape(one.Kind), Markup.Escape(one.Reason));
        }

        console.Write(table);
    }
}
