using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using VggSweep.Coordinator;
using VggSweep.Core.Sweeps;
using VggSweep.ServiceDefaults;
using VggSweep.Store;
using VggSweep.Worker.Slots;

namespace VggSweep.Cli.Running;

/// <summary>The embedded cluster with a coordinator's HTTP API: sweeps come and go while it runs.</summary>
internal static class EmbeddedServer
{
    /// <returns>The exit code: good after a stop or a drain.</returns>
    public static async Task<int> RunAsync(SweepStore store, WorkerOptions worker, string[] settings)
    {
        try
        {
            await using var app = Build(store, worker, settings);
            await ReleaseOrphansAsync(store);
            await app.StartAsync();
            return await app.Services.GetRequiredService<WorkerFault>().WatchAsync(app, Terminal.Say);
        }
        catch (ConfigurationProblemException problem)
        {
            throw new CommandFailure(ExitCode.Usage, problem.Message);
        }
    }

    private static WebApplication Build(SweepStore store, WorkerOptions worker, string[] settings)
    {
        var builder = WebApplication.CreateBuilder(settings);
        builder.AddProgramLogging();
        builder.Configuration[$"{CoordinatorOptions.Section}:{nameof(CoordinatorOptions.Files)}"] = worker.FilesFolder;
        builder.AddCoordinator();
        EmbeddedCluster.AddTo(builder, store, worker);
        return builder.BuildCoordinator();
    }

    /// <summary>A program that was killed left leases that nobody renews: the home is held, so they are nobody's.</summary>
    private static async Task ReleaseOrphansAsync(SweepStore store)
    {
        foreach (var sweep in (await store.ListSweepsAsync()).Where(sweep => sweep.State is SweepState.Running))
        {
            await store.ReleaseOrphansAsync(sweep.Id);
        }
    }
}
