using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using VggSweep.Core.Api;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep list</c>: the sweeps of a home.</summary>
internal static class ListCommand
{
    public static Command Create(SourceOptions options, Terminal terminal)
    {
        var json = CommonOptions.Json();
        var command = new Command("list", "List the sweeps of a home or a cluster.") { json };
        command.SetAction(async (parsed, _) =>
        {
            await using var source = options.Open(parsed);
            var sweeps = await source.ListAsync();
            if (parsed.GetValue(json))
            {
                Terminal.WriteJson(sweeps);
            }
            else
            {
                Write(terminal.Out, sweeps);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    internal static void Write(IAnsiConsole console, IReadOnlyList<ListedSweep> sweeps)
    {
        if (sweeps.Count == 0)
        {
            console.WriteSentence("No sweeps yet. Start one with `vggsweep run sweeps/quickstart.yaml`.");
            return;
        }

        var table = Tables.Create().AddText("sweep").AddWord("state").AddNumbers("trials").AddWord("created (UTC)");
        foreach (var sweep in sweeps)
        {
            table.AddRow(
                Markup.Escape(sweep.Sweep), StateMarkup.Of(sweep.State), $"{sweep.Trials:N0}",
                sweep.Created.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        }

        console.Write(table);
        foreach (var sweep in sweeps.Where(sweep => sweep.Problem is not null))
        {
            console.WriteSentence($"{sweep.Sweep}: {sweep.Problem}");
        }
    }
}
