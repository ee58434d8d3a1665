using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using VggSweep.Cli.Results;
using VggSweep.Cli.Sources;
using VggSweep.Core;
using VggSweep.Core.Api;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep events SWEEP</c>: every decision with its reason.</summary>
internal static class EventsCommand
{
    public static Command Create(SourceOptions options, Terminal terminal)
    {
        var (sweep, json) = (CommonOptions.Sweep(), CommonOptions.Json());
        var replay = new Option<bool>("--replay") { Description = "Repeat every decision on the recorded epochs and compare." };
        var command = new Command("events", "List every decision on a sweep and its trials, with the reason.") { sweep, json, replay };
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
            else if (events.Count == 0)
            {
                terminal.Out.WriteSentence(
                    "No decisions recorded. A scheduler records one at each rung; retries, failures, pauses and "
                    + "cancellations are recorded too.");
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

        Terminal.Say(
            $"{sweep}: repeated {Words.Count(repeated, "decision")}, "
            + $"{(differences.Count == 0 ? "all with the same result" : $"{differences.Count:N0} with another result")}.");
        return differences.Count == 0 ? ExitCode.Ok : ExitCode.TrialsFailed;
    }

    internal static void Write(IAnsiConsole console, IReadOnlyList<ListedEvent> events)
    {
        var table = Tables.Create().AddWord("at (UTC)").AddNumbers("trial", "epoch").AddWord("decision").AddText("reason");
        foreach (var one in events)
        {
            table.AddRow(
                one.At.ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture), $"{one.Trial}", $"{one.Epoch}",
                Markup.Escape(one.Kind), Markup.Escape(one.Reason));
        }

        console.Write(table);
    }
}
