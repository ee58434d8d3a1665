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
        var command = new Command("plan", "Shows the trials of a sweep file with their cost, and trains none.") { file, json, slots, threads, device, all };
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
                        ExitCode.Usage, $"A coordinator's plan comes as JSON: add --json, or leave --server and {SourceOptions.ServerVariable} out for this machine's plan.");
                }

                Console.Out.WriteLine(await server.Client.PlanAsync(yaml, path, cancellation));
                return ExitCode.Ok;
            }

            await using var store = Existing(parsed.GetValue(options.Home)!);
            var plan = await Planning.PlanAsync(store, spec, parsed.GetValue(slots), parsed.GetValue(threads), WorkerSetup.Devices(parsed.GetValue(device)!));
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(PlanJson.Write(plan));
            }
            else
            {
                new PlanText(plan, terminal.Out).Render(parsed.GetValue(all));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static SweepStore? Existing(string folder)
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
