using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using VggSweep.AppHost.Commands;
using VggSweep.Client;

namespace VggSweep.AppHost;

/// <summary>What the picture in AppHost.cs says of the programs in a word.</summary>
internal static class Programs
{
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
                    : HealthCheckResult.Unhealthy($"{name} is not an active worker of the cluster.");
            }
            catch (CoordinatorProblemException problem)
            {
                return HealthCheckResult.Unhealthy(problem.Message);
            }
        });
        return worker.WithHealthCheck(check);
    }

    /// <summary>Where a worker reads images and writes checkpoints.</summary>
    public static IResourceBuilder<ProjectResource> WithWorkerFolders(
        this IResourceBuilder<ProjectResource> worker, IResourceBuilder<ParameterResource> data, string files) => worker
        .WithEnvironment("VggSweep__Worker__Data", data)
        .WithEnvironment("VggSweep__Worker__Files", files)
        .OnBeforeResourceStarted((_, _, _) => Task.FromResult(Directory.CreateDirectory(files)));

    /// <summary>The worker sees one GPU and no other.</summary>
    public static IResourceBuilder<ProjectResource> WithGpu(
        this IResourceBuilder<ProjectResource> worker, ClusterShape shape, int gpu) => shape.HasGpus
        ? worker.WithEnvironment("VggSweep__Worker__Device", "cuda").WithEnvironment(
            "CUDA_VISIBLE_DEVICES", gpu.ToString(CultureInfo.InvariantCulture))
        : worker;
}
