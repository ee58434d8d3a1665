using System.CommandLine;
using Spectre.Console;
using VggSweep.Core;
using VggSweep.Core.Leases;

namespace VggSweep.Cli.Commands;

/// <summary>Commands that control a cluster's sweeps and workers.</summary>
internal static class ControlCommands
{
    public static Command Pause(SourceOptions options)
    {
        var sweep = CommonOptions.Sweep();
        var command = new Command("pause", "Pause a sweep until it is resumed; running trials stop with a checkpoint.") { sweep };
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
        var trial = Inputs.OptionalNumberArgument("TRIAL", "A trial's number. Default: the whole sweep.");
        var command = new Command("cancel", "Cancel a sweep or one of its trials for good.") { sweep, trial, yes };
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
        var command = new Command(
            "extend", "Add values, seeds or trials to a sweep from a changed file; other changes are refused.") { sweep, file };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var server = options.RequireServer(parsed);
            var path = parsed.GetValue(file)!;
            var added = await server.Client.ExtendAsync(
                parsed.GetValue(sweep)!, (await SweepFile.ReadAsync(path)).Yaml, path, cancellation);
            Terminal.Say($"Added {Words.Count(added.Trials, "trial")} to {added.Sweep}.");
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Enqueue(SourceOptions options)
    {
        var sweep = CommonOptions.Sweep();
        var settings = Inputs.SettingsArgument("SETTING", "A value for each parameter of the sweep, such as width=16 lr=0.05.");
        var command = new Command("enqueue", "Add one configuration of a sweep's space as a trial.") { sweep, settings };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var server = options.RequireServer(parsed);
            var (id, given) = (parsed.GetValue(sweep)!, parsed.GetValue(settings)!);
            await server.Client.EnqueueAsync(id, given, cancellation);
            Terminal.Say($"Added {string.Join(' ', given.Select(one => $"{one.Key}={one.Value}"))} to {id}.");
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Drain(SourceOptions options)
    {
        var worker = Inputs.TextArgument("WORKER", ProgramName.In("A worker's name; `vggsweep workers` shows it."));
        var yes = Confirmation.Yes();
        var command = new Command("drain", "Drain a worker: it hands over its trials and leaves.") { worker, yes };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var server = options.RequireServer(parsed);
            var name = parsed.GetValue(worker)!;
            Confirmation.OfTerminal.Require($"Drain {name} at {server.Place}", parsed.GetValue(yes));
            await server.Client.DrainAsync(name, cancellation);
            Terminal.Say($"Draining {name}: it hands over its trials and leaves.");
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Workers(SourceOptions options, Terminal terminal)
    {
        var json = CommonOptions.Json();
        var command = new Command("workers", "List the workers of a cluster.") { json };
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
            console.WriteSentence("No workers are registered. Start one with `vggsweep worker`.");
            return;
        }

        var table = Tables
            .Create()
            .AddText("worker")
            .AddWord("state")
            .AddNumbers("slots")
            .AddWord("device")
            .AddText("labels")
            .AddText("training");
        foreach (var worker in workers)
        {
            table.AddRow(
                Markup.Escape(worker.Worker), StateMarkup.Of(worker.State), $"{worker.Slots}", worker.Numerics.Device,
                Markup.Escape(string.Join(", ", worker.Labels)),
                Markup.Escape(string.Join(", ", worker.Holds.Select(key => $"{key.Sweep}/{key.Trial}"))));
        }

        console.Write(table);
    }
}
