using System.CommandLine;
using VggSweep.Cli.Plans;
using VggSweep.Cli.Running;
using VggSweep.Core.Api;
using VggSweep.Store;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep plan FILE</c>: what a sweep will do and cost. Changes nothing.</summary>
internal static class PlanCommand
{
    public static Command Create(SourceOptions options, Terminal terminal)
    {
        var (file, json) = (CommonOptions.SweepFile(), CommonOptions.Json());
        var (slots, threads, device) = (CommonOptions.Slots(), CommonOptions.Threads(), CommonOptions.Device());
        var all = new Option<bool>("--all") { Description = "Show every trial of a long plan." };
        var command = new Command("plan", "Show what a sweep file would train and what it costs.")
        {
            file, json, slots, threads, device, all,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetValue(file)!;
            var (yaml, spec) = await SweepFile.ReadAsync(path);
            if (options.FindServer(parsed) is { } server)
            {
                await using var coordinator = server;
                if (!parsed.GetValue(json))
                {
                    throw new CommandFailure(
                        ExitCode.Usage, "A coordinator returns its plan as JSON: add --json, or plan for this "
                            + $"machine without --server and {SourceOptions.ServerVariable}.");
                }

                Console.Out.WriteLine(await server.Client.PlanAsync(yaml, path, cancellation));
                return ExitCode.Ok;
            }

            await using var store = Existing(parsed.GetValue(options.Home)!);
            var plan = await Planning.PlanAsync(
                parsed.GetValue(options.Home)!, store, spec, parsed.GetValue(slots), parsed.GetValue(threads),
                WorkerSetup.Devices(parsed.GetValue(device)!));
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(PlanJson.Write(plan));
            }
            else
            {
                new PlanText(plan, terminal.Out).Render(parsed.GetValue(all));
            }

            return plan.Trials.Count == 0 ? ExitCode.BadSpec
                : plan.Trials.All(trial => trial.Admitted) ? ExitCode.Ok : ExitCode.DoesNotFit;
        });
        return command;
    }

    /// <summary>The home's store; null when there is none yet.</summary>
    internal static SweepStore? Existing(string folder)
    {
        try
        {
            return Homes.Read(folder);
        }
        catch (StoreProblemException problem) when (problem.Kind is StoreProblemKind.Missing)
        {
            return null;
        }
    }
}
