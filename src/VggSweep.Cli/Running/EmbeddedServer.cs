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
    /// <summary>Comes before the home is opened, or made: a configuration that cannot work changes nothing.</summary>
    /// <param name="files">The home, whose files the API shows.</param>
    /// <param name="folder">Of the configuration files. Default: the program's own.</param>
    /// <exception cref="ConfigurationProblemException">The configuration cannot work.</exception>
    public static WebApplicationBuilder Configure(string[] settings, string files, string? folder = null)
    {
        var builder = ProgramStart.CreateBuilder(settings, folder);
        return ProgramStart.Guard(builder.Configuration, () =>
        {
            builder.AddProgramLogging();
            builder.Configuration[$"{CoordinatorOptions.Section}:{nameof(CoordinatorOptions.Files)}"] = files;
            builder.AddCoordinator();
            return builder;
        });
    }

    /// <returns>The exit code: good after a stop or a drain.</returns>
    /// <exception cref="ConfigurationProblemException">The configuration cannot work.</exception>
    public static async Task<int> RunAsync(WebApplicationBuilder builder, SweepStore store, WorkerOptions worker)
    {
        await using var app = ProgramStart.Guard(builder.Configuration, () =>
        {
            EmbeddedCluster.AddTo(builder, store, worker);
            return builder.BuildCoordinator();
        });
        await ReleaseOrphansAsync(store);
        await app.StartGuardedAsync();
        Terminal.Say(
            $"Listening on {string.Join(" and ", app.Urls)}. Submit a sweep with `vggsweep run FILE --server "
            + $"{app.Urls.First()}`. Ctrl-C stops.");
        return await app.Services.GetRequiredService<WorkerFault>().WatchAsync(app, Terminal.Say);
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
