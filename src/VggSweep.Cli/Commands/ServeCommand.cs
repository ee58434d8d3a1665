using System.CommandLine;
using VggSweep.Cli.Running;
using VggSweep.Worker.Slots;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep serve</c>: a whole cluster in one program, for one machine.</summary>
internal static class ServeCommand
{
    public static Command Create(SourceOptions options, Terminal terminal)
    {
        var (data, slots, threads) = (CommonOptions.Data(), CommonOptions.Slots(), CommonOptions.Threads());
        var (device, libtorch) = (CommonOptions.Device(), CommonOptions.Libtorch());
        var settings = new Argument<string[]>("SETTINGS")
        {
            Description = "Coordinator configuration as KEY=VALUE or --KEY VALUE, on top of the environment.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command =
            new Command("serve", "Run a coordinator and a worker in one process on a local home, with the HTTP API, until stopped.")
            {
                data, slots, threads, device, libtorch, settings,
            };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, _) =>
        {
            var folder = HomeFolder.At(options.RequireHome(parsed));
            var builder = EmbeddedServer.Configure([.. parsed.GetValue(settings) ?? [], .. parsed.UnmatchedTokens], folder.Root);
            await using var opened = Homes.Take(folder, "serve");
            var worker = await WorkerSetup.CreateAsync(
                folder, parsed.GetValue(data), trials: int.MaxValue, parsed.GetValue(slots), parsed.GetValue(threads),
                parsed.GetValue(device)!, parsed.GetValue(libtorch), terminal);
            worker.MemoryBytes = worker.DeviceBytes ?? WorkerOptions.ShareOfMachine(worker.Slots);
            return await EmbeddedServer.RunAsync(builder, opened.Store, worker);
        });
        return command;
    }
}
