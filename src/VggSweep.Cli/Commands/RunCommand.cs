using System.CommandLine;
using VggSweep.Cli.Plans;
using VggSweep.Cli.Running;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Core;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep run FILE</c>: a sweep file becomes trained trials.</summary>
internal static class RunCommand
{
    public static Command Create(SourceOptions options, Terminal terminal)
    {
        var (file, json, data) = (CommonOptions.SweepFile(), CommonOptions.Json(), CommonOptions.Data());
        var (slots, threads) = (CommonOptions.Slots(), CommonOptions.Threads());
        var (device, libtorch) = (CommonOptions.Device(), CommonOptions.Libtorch());
        var force = new Option<bool>("--force") { Description = "Run trials even if the plan says that they do not fit in memory." };
        var priority = Inputs.Number(
            "--priority", "On a cluster: sweeps of higher priority get free slots first. Default: the file's.",
            low: -1_000, high: 1_000);
        var command = new Command("run", "Train every trial of a sweep file, here or on a cluster.")
        {
            file, json, data, slots, threads, device, libtorch, force, priority,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetValue(file)!;
            var (yaml, spec) = await SweepFile.ReadAsync(path);
            if (options.FindServer(parsed) is { } server)
            {
                await using var coordinator = server;
                var submitted = await server.Client.SubmitAsync(yaml, path, parsed.GetValue(priority), cancellation);
                Terminal.Say($"Sweep {submitted.Sweep}: {Words.Count(submitted.Trials, "trial")}, submitted to {server.Place}.");
                return await WatchedRun.OfCluster(server, submitted.Sweep, terminal, parsed.GetValue(json)).WatchAsync(submitted.Sweep);
            }

            var folder = HomeFolder.At(parsed.GetValue(options.Home)!);
            await using var opened = Homes.Take(folder, spec.Name);
            var wanted = parsed.GetValue(slots) ?? spec.Limits.Slots;
            var plan = await Planning.PlanAsync(
                folder.Root, opened.Store, spec, wanted, parsed.GetValue(threads),
                WorkerSetup.Devices(parsed.GetValue(device)!), Proposer.MostWaiting);
            Refuse(plan, parsed.GetValue(force));
            foreach (var warning in plan.Warnings)
            {
                Terminal.Say($"Warning: {warning}.");
            }

            var worker = await WorkerSetup.CreateAsync(
                folder, parsed.GetValue(data), (int)plan.Count, wanted, parsed.GetValue(threads),
                parsed.GetValue(device)!, parsed.GetValue(libtorch), terminal);
            var sweep = await Submission.CreateAsync(
                opened.Store, plan, yaml, path == "-" ? null : Path.GetFullPath(path), spec.Placement.Priority);
            opened.Lock.Note(sweep);
            Terminal.Say(
                $"Sweep {sweep}: {Words.Count((int)plan.Count, "trial")}, {worker.Slots} at once with "
                + $"{Words.Count(worker.Threads, "thread")} each.");
            return await new SweepRun(folder, opened.Store, worker, terminal, parsed.GetValue(json)).RunAsync(sweep);
        });
        return command;
    }

    private static void Refuse(SweepPlan plan, bool force)
    {
        if (plan is { Trials.Count: 0, Exclusions: { } exclusions })
        {
            throw new CommandFailure(ExitCode.BadSpec, new NothingToTryException(exclusions).Message);
        }

        var refused = plan.Trials.Where(trial => !trial.Admitted).ToList();
        if (refused.Count > 0 && !force)
        {
            throw new CommandFailure(
                ExitCode.DoesNotFit,
                string.Join('\n', refused.Take(5).Select(trial => $"Trial {trial.Trial} {trial.Reason}."))
                    + $"\n{RefusedText.Of(refused.Count, plan.Trials.Count)}");
        }
    }
}
