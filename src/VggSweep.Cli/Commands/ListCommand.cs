using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using VggSweep.Core.Sweeps;
using VggSweep.Store;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep list</c>: the sweeps of a home.</summary>
internal static class ListCommand
{
    public static Command Create(Option<string> home, Terminal terminal)
    {
        var json = CommonOptions.Json();
        var command = new Command("list", "Lists the sweeps of this home.") { json };
        command.SetAction(async (parsed, _) =>
        {
            // Before the rows: a run that ends in between has left its state in them.
            var isHeld = HomeLock.IsHeld(parsed.GetValue(home)!);
            await using var store = Homes.Read(parsed.GetValue(home)!);
            var sweeps = new List<ListedSweep>();
            foreach (var row in await store.ListSweepsAsync())
            {
                var counts = await store.CountTrialsAsync(row.Id);
                sweeps.Add(new ListedSweep(row.Id, row.Name, StateOf(row, isHeld), counts.Values.Sum(), DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedMs)));
            }

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

    /// <summary>A run that was killed cannot say so in its row. Only who holds the home runs, and nobody does.</summary>
    private static SweepState StateOf(SweepRow row, bool isHeld) =>
        row.State is SweepState.Running or SweepState.Pending && !isHeld ? SweepState.Stopped : row.State;

    internal static void Write(IAnsiConsole console, IReadOnlyList<ListedSweep> sweeps)
    {
        if (sweeps.Count == 0)
        {
            console.WriteLine("No sweep yet; `vggsweep run sweeps/quickstart.yaml` makes one.");
            return;
        }

        var table = Tables.Create().AddText("sweep").AddWord("state").AddNumbers("trials").AddWord("created (UTC)");
        foreach (var sweep in sweeps)
        {
            table.AddRow(
                Markup.Escape(sweep.Sweep), sweep.State.ToString().ToLowerInvariant(), $"{sweep.Trials:N0}",
                sweep.Created.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        }

        console.Write(table);
    }

    internal sealed record ListedSweep(string Sweep, string Name, SweepState State, int Trials, DateTimeOffset Created);
}
