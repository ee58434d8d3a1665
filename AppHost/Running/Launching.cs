using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VggSweep.AppHost.Running;

/// <summary>What runs beside the resources: it submits the sweep of the command line, keeps the commands current, and hands over at the end.</summary>
internal static class Launching
{
    public static void AddLaunching(
        this IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> coordinator, IReadOnlyList<IResourceBuilder<ProjectResource>> workers, string? sweepFile)
    {
        if (builder.ExecutionContext.IsPublishMode)
        {
            return;
        }

        builder.Services
            .Configure<HostOptions>(host => host.ShutdownTimeout = HandingOver.Longest + TimeSpan.FromMinutes(1))
            .AddHostedService(services => new SweepWatch(coordinator.Resource, services.GetRequiredService<SweepBoard>(), services.GetRequiredService<ResourceNotificationService>(), TimeProvider.System))
            .AddHostedService(services => new HandingOver(coordinator.Resource, TimeProvider.System, services.GetRequiredService<ILogger<HandingOver>>()));
        if (sweepFile is not null)
        {
            var names = workers.Prepend(coordinator).Select(program => program.Resource.Name).ToList();
            builder.Services.AddHostedService(services => new FirstSweep(
                sweepFile, coordinator.Resource, names, services.GetRequiredService<ResourceNotificationService>(), services.GetRequiredService<ILogger<FirstSweep>>()));
        }
    }
}
