using System.CommandLine;
using Spectre.Console;
using VggSweep.Core.Leases;

namespace VggSweep.Cli.Commands;

/// <summary>What a person asks of a coordinator about sweeps and workers that are there.</summary>
internal static class ControlCommands
{
    public static Command Pause(SourceOptions options) =>
        OfSweep("pause", "Trains nothing more of a sweep until it is resumed; what runs is handed over with a checkpoint.", options, "pause", "Paused");

    public static Command Cancel(SourceOptions options)
    {
        var sweep = CommonOptions.Sweep();
        var trial = Inputs.OptionalNumberArgument("TRIAL", "One trial's number. Default: all of the sweep.");
        var command = new Command("cancel", "Ends a sweep, or one of its trials, for good.") { sweep, trial };
        command.SetAction(async (parsed, _) =>
        {
            await using var server = options.RequireServer(parsed);
            var (id, number) = (parsed.GetValue(sweep)!, parsed.GetValue(trial));
            await server.DoAsync(number is null ? $"sweeps/{Uri.EscapeDataString(id)}/cancel" : $"sweeps/{Uri.EscapeDataString(id)}/trials/{number}/cancel");
            Terminal.Say(number is null ? $"Cancelled {id}." : $"Cancelled trial {number} of {id}.");
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Extend(SourceOptions options)
    {
        var (sweep, file) = (CommonOptions.Sweep(), CommonOptions.SweepFile());
        var command = new Command("extend", "Adds the trials of a changed sweep file that a sweep does not have yet. A file that changes anything else is refused.") { sweep, file };
        command.SetAction(async (parsed, _) =>
        {
            await using var server = options.RequireServer(parsed);
            var path = parsed.GetValue(file)!;
            var added = await server.ExtendAsync(parsed.GetValue(sweep)!, (await SweepFile.ReadAsync(path)).Yaml, path);
            Terminal.Say($"{added.Sweep} has {Words.Count(added.Trials, "trial")} more.");
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Drain(SourceOptions options)
    {
        var worker = Inputs.TextArgument("WORKER", "A worker's name, as `vggsweep workers` shows it.");
        var command = new Command("drain", "Lets a worker hand over what it trains, and leave.") { worker };
        command.SetAction(async (parsed, _) =>
        {
            await using var server = options.RequireServer(parsed);
            await server.DoAsync($"workers/{Uri.EscapeDataString(parsed.GetValue(worker)!)}/drain");
            Terminal.Say($"{parsed.GetValue(worker)} hands over and leaves.");
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Workers(SourceOptions options, Terminal terminal)
    {
        var json = CommonOptions.Json();
        var command = new Command("workers", "Lists the workers of a cluster.") { json };
        command.SetAction(async (parsed, _) =>
        {
            await using var server = options.RequireServer(parsed);
            var workers = await server.WorkersAsync();
            if (parsed.GetValue(json))
            {
                Terminal.WriteJson(workers);
            }
            else
            {
                Write(terminal.Out, workers);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    internal static void Write(IAnsiConsole console, IReadOnlyList<WorkerView> workers)
    {
        if (workers.Count == 0)
        {
            console.WriteLine("No worker is there; `vggsweep worker` starts one.");
            return;
        }

        var table = Tables.Create().AddText("worker").AddWord("state").AddNumbers("slots").AddWord("device").AddText("labels").AddText("trains");
        foreach (var worker in workers)
        {
            table.AddRow(
                Markup.Escape(worker.Worker), worker.State.ToString().ToLowerInvariant(), $"{worker.Slots}", worker.Numerics.Device,
                Markup.Escape(string.Join(", ", worker.Labels)), Markup.Escape(string.Join(", ", worker.Holds.Select(key => $"{key.Sweep}/{key.Trial}"))));
        }

        console.Write(table);
    }

    private static Command OfSweep(string name, string description, SourceOptions options, string action, string done)
    {
        var sweep = CommonOptions.Sweep();
        var command = new Command(name, description) { sweep };
        command.SetAction(async (parsed, _) =>
        {
            await using var server = options.RequireServer(parsed);
            await server.DoAsync($"sweeps/{Uri.EscapeDataString(parsed.GetValue(sweep)!)}/{action}");
            Terminal.Say($"{done} {parsed.GetValue(sweep)}.");
            return ExitCode.Ok;
        });
        return command;
    }
}
