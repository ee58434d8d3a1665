using System.CommandLine;
using VggSweep.Cli.Results;
using VggSweep.Cli.Running;
using VggSweep.Core;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep resume SWEEP</c>: resumes a run exactly where it stopped, from the stored file.</summary>
internal static class ResumeCommand
{
    public static Command Create(SourceOptions options, Terminal terminal)
    {
        var (sweep, json, data) = (CommonOptions.Sweep(), CommonOptions.Json(), CommonOptions.Data());
        var (slots, threads) = (CommonOptions.Slots(), CommonOptions.Threads());
        var (device, libtorch) = (CommonOptions.Device(), CommonOptions.Libtorch());
        var command = new Command("resume", "Resume a stopped, killed or paused sweep.")
        {
            sweep, json, data, slots, threads, device, libtorch,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var id = parsed.GetValue(sweep)!;
            if (options.FindServer(parsed) is { } server)
            {
                await using var coordinator = server;
                await server.Client.ResumeAsync(id, cancellation);
                return await WatchedRun.OfCluster(server, id, terminal, parsed.GetValue(json)).WatchAsync(id);
            }

            var folder = HomeFolder.At(parsed.GetValue(options.Home)!);
            await using var opened = Homes.TakeExisting(folder, id);
            await ResultsReader.RequireAsync(opened.Store, id);
            await opened.Store.ReleaseOrphansAsync(id);
            var results = await ResultsReader.ReadAsync(opened.Store, id);
            var left = results.ToPropose
                + results.Counts.Where(count => !count.Key.IsEnded()).Sum(count => count.Value);
            var wanted = parsed.GetValue(slots) ?? results.Spec.Limits.Slots;
            var worker = await WorkerSetup.CreateAsync(
                folder, parsed.GetValue(data), left, wanted, parsed.GetValue(threads), parsed.GetValue(device)!,
                parsed.GetValue(libtorch), terminal);
            Terminal.Say($"Sweep {id}: {left:N0} of {Words.Count(results.Total, "trial")} left.");
            return await new SweepRun(folder, opened.Store, worker, terminal, parsed.GetValue(json)).RunAsync(id);
        });
        return command;
    }
}
