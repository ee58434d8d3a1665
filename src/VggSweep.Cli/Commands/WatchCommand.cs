using System.CommandLine;
using VggSweep.Cli.Running;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep watch SWEEP</c>: the live view of a sweep that another terminal, or a cluster, runs.</summary>
internal static class WatchCommand
{
    public static Command Create(SourceOptions options, Terminal terminal)
    {
        var (sweep, json) = (CommonOptions.Sweep(), CommonOptions.Json());
        var command = new Command(
            "watch", "Watch a sweep that another terminal or a cluster runs; leaving does not stop it.") { sweep, json };
        command.SetAction(async (parsed, _) =>
        {
            await using var source = options.Open(parsed);
            var id = parsed.GetValue(sweep)!;
            return await new WatchedRun(source, terminal, parsed.GetValue(json), $"{id} keeps running.").WatchAsync(id);
        });
        return command;
    }
}
