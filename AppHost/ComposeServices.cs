using Aspire.Hosting.Docker;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;

namespace VggSweep.AppHost;

/// <summary>What the Compose file needs that the model of the resources does not say.</summary>
internal static class ComposeServices
{
    public const string DataMount = "/data";
    public const string FilesMount = "/files";

    public const int ApiPort = 5080;

    private const string FilesVolume = "files";

    public static IResourceBuilder<DockerComposeEnvironmentResource> WithFilesVolume(this IResourceBuilder<DockerComposeEnvironmentResource> compose) =>
        compose.WithDashboard(enabled: false).ConfigureComposeFile(file => file.AddVolume(new Volume { Name = FilesVolume, Driver = "local" }));

    /// <summary>Others reach its API: it wants a key, of which it is told the hash.</summary>
    public static IResourceBuilder<ProjectResource> PublishAsCoordinatorService(this IResourceBuilder<ProjectResource> coordinator, ClusterShape shape)
    {
        if (coordinator.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            coordinator.WithEnvironment("VggSweep__ApiKeyHashes__0", coordinator.ApplicationBuilder.AddParameter("api-key-hash", secret: true));
        }

        return coordinator.PublishAsDockerComposeService((_, service) =>
        {
            service.Deploy = new() { Replicas = shape.Coordinators };

            // Each replica takes a port of the host.
            service.Ports = [.. service.Ports.Select(port => port.Replace(
                $"{ApiPort}:", shape.Coordinators == 1 ? $"{ApiPort}:" : $"{ApiPort}-{ApiPort + shape.Coordinators - 1}:", StringComparison.Ordinal))];
            service.AddVolume(Files(isReadOnly: true));
            Join(service, "VggSweep.Coordinator.dll");
        });
    }

    /// <summary>Mounts, the GPU by its number, and ten minutes for the last checkpoint.</summary>
    public static IResourceBuilder<ProjectResource> PublishAsWorkerService(
        this IResourceBuilder<ProjectResource> worker, ClusterShape shape, int gpu, IResourceBuilder<ParameterResource> data) =>
        worker.PublishAsDockerComposeService((resource, service) =>
        {
            service.StopGracePeriod = "10m";
            service.AddVolume(new Volume { Name = "data", Type = "bind", Source = data.AsEnvironmentPlaceholder(resource), Target = DataMount, ReadOnly = true });
            service.AddVolume(Files(isReadOnly: false));
            if (shape.HasGpus)
            {
                service.Devices.Add($"nvidia.com/gpu={gpu}");
            }

            Join(service, "VggSweep.Worker.dll");
        });

    private static Volume Files(bool isReadOnly) => new() { Name = FilesVolume, Type = "volume", Source = FilesVolume, Target = FilesMount, ReadOnly = isReadOnly };

    /// <summary>Silos find each other by the address that each tells; a container knows its own when it starts. $$ is Compose's $.</summary>
    private static void Join(Service service, string program)
    {
        service.Restart = "always";
        service.Entrypoint =
        [
            "/bin/sh", "-c",
            $"export Orleans__Endpoints__AdvertisedIPAddress=\"$$(hostname -i | cut -d' ' -f1)\"; exec dotnet {program}",
        ];
    }
}
