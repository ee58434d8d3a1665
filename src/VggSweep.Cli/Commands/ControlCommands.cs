using System.CommandLine;
using Spectre.Console;
using VggSweep.Core.Leases;

namespace VggSweep.Cli.Commands;

/// <summary>What a person asks of a coordinator about sweeps and workers that are there.</summary>
internal static class ControlCommands
{
    public static Command Pause(SourceOptions options)
    {
        var sweep = CommonOptions.Sweep();
        var command = new Command("pause", "Trains nothing more of a sweep until it is resumed; what runs is handed over with a checkpoint.") { sweep };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var server = options.RequireServer(parsed);
            var id = parsed.GetValue(sweep)!;
            await server.Client.PauseAsync(id, cancellation);
            Terminal.Say($"Paused {id} at {server.Place}.");
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Cancel(SourceOptions options)
    {
        var (sweep, yes) = (CommonOptions.Sweep(), Confirmation.Yes());
        var trial = Inputs.OptionalNumberArgument("TRIAL", "One trial's number. Default: all of the sweep.");
        var command = new Command("cancel", "Ends a sweep, or one of its trials, for good.") { sweep, trial, yes };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var server = options.RequireServer(parsed);
            var (id, number) = (parsed.GetValue(sweep)!, parsed.GetValue(trial));
            var what = number is null ? id : $"trial {number} of {id}";
            Confirmation.OfTerminal.Require($"Cancel {what} for good at {server.Place}", parsed.GetValue(yes));
            await server.Client.CancelAsync(id, number, cancellation);
            Terminal.Say($"Cancelled {what}.");
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Extend(SourceOptions options)
    {
        var (sweep, file) = (CommonOptions.Sweep(), CommonOptions.SweepFile());
        var command = new Command("extend", "Adds the trials of a changed sweep file that a sweep does not have yet. A file that changes anything else is refused.") { sweep, file };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var server = options.RequireServer(parsed);
            var path = parsed.GetValue(file)!;
            var added = await server.Client.ExtendAsync(parsed.GetValue(sweep)!, (await SweepFile.ReadAsync(path)).Yaml, path, cancellation);
            Terminal.Say($"{added.Sweep} has {Words.Count(added.Trials, "trial")} more.");
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Drain(SourceOptions options)
    {
        var worker = Inputs.TextArgument("WORKER", "A worker's name, as `vggsweep workers` shows it.");
        var yes = Confirmation.Yes();
        var command = new Command("drain", "Lets a worker hand over what it trains, and leave.") { worker, yes };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var server = options.RequireServer(parsed);
            var name = parsed.GetValue(worker)!;
            Confirmation.OfTerminal.Require($"Drain {name} at {server.Place}", parsed.GetValue(yes));
            await server.Client.DrainAsync(name, cancellation);
            Terminal.Say($"{name} hands over and leaves.");
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Workers(SourceOptions options, Terminal terminal)
    {
        var json = CommonOptions.Json();
        var command = new Command("workers", "Lists the workers of a cluster.") { json };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var server = options.RequireServer(parsed);
            var workers = await server.Client.WorkersAsync(cancellation);
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
}
