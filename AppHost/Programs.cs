using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using VggSweep.AppHost.Commands;
using VggSweep.Client;

namespace VggSweep.AppHost;

/// <summary>What the picture in AppHost.cs says of the programs in a word.</summary>
internal static class Programs
{
    /// <summary>A secret that is made at the first run and kept in the user's secrets, unless it is given.</summary>
    public static IResourceBuilder<ParameterResource> AddPassword(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = 24, Special = false }, secret: true, persist: true);

    /// <summary>Healthy when it reaches the database and the lease book.</summary>
    public static IResourceBuilder<ProjectResource> WithApiHealthCheck(this IResourceBuilder<ProjectResource> coordinator) =>
        coordinator.WithHttpHealthCheck("/health");

    /// <summary>Prometheus asks from its container, by the name that container runtimes give this machine.</summary>
    public static IResourceBuilder<ProjectResource> WithContainersAllowed(this IResourceBuilder<ProjectResource> coordinator)
    {
        string[] names = coordinator.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? [] // There are keys.
            : ["aspire.dev.internal", "host.docker.internal", "host.containers.internal"];
        foreach (var (index, name) in names.Index())
        {
            coordinator.WithEnvironment($"VggSweep__AllowedHosts__{index}", name);
        }

        return coordinator;
    }

    /// <summary>Healthy when the cluster gives it work: a worker that has not joined, or leaves, is not.</summary>
    public static IResourceBuilder<ProjectResource> WithMemberHealthCheck(
        this IResourceBuilder<ProjectResource> worker, IResourceBuilder<ProjectResource> coordinator)
    {
        var (name, check) = (worker.Resource.Name, $"{worker.Resource.Name}_member");
        worker.ApplicationBuilder.Services.AddHealthChecks().AddAsyncCheck(check, async cancellation =>
        {
            try
            {
                using var api = CoordinatorApi.At(coordinator.Resource);
                return await api.IsActiveAsync(name, cancellation)
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Unhealthy($"{name} is no active worker of the cluster.");
            }
            catch (CoordinatorProblemException problem)
            {
                return HealthCheckResult.Unhealthy(problem.Message);
            }
        });
        return worker.WithHealthCheck(check);
    }

    /// <summary>Where else to look: the sweeps over time, what the API takes, and the grains. In Compose each wants its own password or key.</summary>
    public static IResourceBuilder<ProjectResource> WithLinks(this IResourceBuilder<ProjectResource> coordinator, IResourceBuilder<ContainerResource>? grafana = null)
    {
        var api = coordinator.GetEndpoint("http");
        coordinator.WithUrl($"{api}/reference", "API reference").WithUrl($"{api}/orleans", "Orleans dashboard");
        return grafana is null ? coordinator : coordinator.WithUrl($"{grafana.GetEndpoint("http")}", "Grafana");
    }

    /// <summary>Where the trials' logs are read: the workers' folder.</summary>
    public static IResourceBuilder<ProjectResource> WithFilesFolder(this IResourceBuilder<ProjectResource> coordinator, Folders folders) => coordinator.WithEnvironment(
        "VggSweep__Files", coordinator.ApplicationBuilder.ExecutionContext.IsPublishMode ? ComposeServices.FilesMount : folders.Files);

    /// <summary>Folders of this machine; in containers they are mounted at fixed places.</summary>
    public static IResourceBuilder<ProjectResource> WithWorkerFolders(
        this IResourceBuilder<ProjectResource> worker, IResourceBuilder<ParameterResource> data, Folders folders)
    {
        if (worker.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return worker.WithEnvironment("VggSweep__Worker__Data", ComposeServices.DataMount)
                .WithEnvironment("VggSweep__Worker__Files", ComposeServices.FilesMount);
        }

        return worker.WithEnvironment("VggSweep__Worker__Data", data)
            .WithEnvironment("VggSweep__Worker__Files", folders.Files)
            .OnBeforeResourceStarted((_, _, _) => Task.FromResult(Directory.CreateDirectory(folders.Files)));
    }

    /// <summary>The worker sees one GPU and no other; in containers it is given that one alone.</summary>
    public static IResourceBuilder<ProjectResource> WithGpu(this IResourceBuilder<ProjectResource> worker, ClusterShape shape, int gpu) =>
        !shape.HasGpus ? worker
        : worker.ApplicationBuilder.ExecutionContext.IsRunMode ? worker.OnCuda().WithEnvironment("CUDA_VISIBLE_DEVICES", gpu.ToString(CultureInfo.InvariantCulture))
        : worker.OnCuda();

    private static IResourceBuilder<ProjectResource> OnCuda(this IResourceBuilder<ProjectResource> worker) => worker.WithEnvironment("VggSweep__Worker__Device", "cuda");
}
