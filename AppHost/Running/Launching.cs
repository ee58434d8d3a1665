using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace VggSweep.AppHost.Running;

/// <summary>
/// What runs beside the resources: it submits the sweep of the command line, keeps the commands current, and hands over
/// at the end.
/// </summary>
/// <remarks>
/// All of it hangs on the coordinator's readiness. Hosted services would begin when Aspire's start has ended, and it does
/// not end while any resource waits: a Grafana that cannot be pulled would keep a sweep from being submitted.
/// </remarks>
internal static class Launching
{
    /// <param name="workers">Empty where the coordinator trains by itself.</param>
    public static void AddLaunching(
        this IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> coordinator,
        IReadOnlyList<IResourceBuilder<ProjectResource>> workers, string? sweepFile)
    {
        IReadOnlyList<ProjectResource> trainers = [.. workers.Select(worker => worker.Resource)];
        builder.Services
            .Configure<HostOptions>(host => host.ShutdownTimeout = HandingOver.Longest + TimeSpan.FromMinutes(1))
            .AddSingleton(services => ActivatorUtilities.CreateInstance<SweepWatch>(services, coordinator.Resource, TimeProvider.System))
            .AddSingleton(
                services => ActivatorUtilities.CreateInstance<HandingOver>(services, coordinator.Resource, trainers, TimeProvider.System))
            .AddSingleton(services => ActivatorUtilities.CreateInstance<FirstSweep>(services, coordinator.Resource));

        var begun = 0;
        coordinator.OnResourceReady((_, ready, _) =>
        {
            // It is ready again after each restart.
            if (Interlocked.Exchange(ref begun, 1) == 0)
            {
                Begin(ready.Services, sweepFile);
            }

            return Task.CompletedTask;
        });
    }

    private static void Begin(IServiceProvider services, string? sweepFile)
    {
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

        // Whoever stops the AppHost waits for this. It comes before the host's own registrations, which cancel a start that
        // has not ended: the last one to register is called first.
        stopping.Register(() => services.GetRequiredService<HandingOver>().EndProgramsAsync().GetAwaiter().GetResult());
        _ = services.GetRequiredService<SweepWatch>().WatchAsync(stopping);
        if (sweepFile is not null)
        {
            _ = services.GetRequiredService<FirstSweep>().SubmitAsync(sweepFile, stopping);
        }
    }
}
