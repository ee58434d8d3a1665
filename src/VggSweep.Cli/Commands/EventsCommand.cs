using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using VggSweep.Core.Api;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep events SWEEP</c>: every decision with its reason.</summary>
internal static class EventsCommand
{
    public static Command Create(SourceOptions options, Terminal terminal)
    {
        var (sweep, json) = (CommonOptions.Sweep(), CommonOptions.Json());
        var command = new Command("events", "Lists what was decided about a sweep and its trials, and why.") { sweep, json };
        command.SetAction(async (parsed, _) =>
        {
            await using var source = options.Open(parsed);
            var events = await source.EventsAsync(parsed.GetValue(sweep)!);
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
