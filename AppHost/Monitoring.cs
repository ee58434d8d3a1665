using VggSweep.AppHost.Servers;

namespace VggSweep.AppHost;

/// <summary>Prometheus and Grafana with what <c>dashboards/</c> says of them.</summary>
internal static class Monitoring
{
    public const string Mount = "/dashboards";
    private const string Coordinators = "COORDINATORS";
    private const string Workers = "WORKERS";
    private const string Devices = "DEVICES";
    private const string Source = "SOURCE";
    private const string Work = "WORK";

    /// <summary>
    /// The configuration reads <c>targets/</c> beside it: whom to scrape is known when the programs have their addresses, so
    /// the copy is completed where Prometheus starts.
    /// </summary>
    private const string Start =
        $"""
        mkdir -p "${Work}/targets" && cp -r "${Source}/." "${Work}" &&
        printf -- '- targets: [%s]\n' "${Coordinators}" > "${Work}/targets/coordinators.yml" &&
        printf -- '- targets: [%s]\n' "${Workers}" > "${Work}/targets/workers.yml" &&
        printf -- '- targets: [%s]\n' "${Devices}" > "${Work}/targets/devices.yml" &&
        exec "$0" --config.file="${Work}/prometheus.yml" --storage.tsdb.path="${Work}/data" --enable-feature=exemplar-storage
        """;

    public static IResourceBuilder<IResourceWithEndpoints> AddPrometheusContainer(
        this IDistributedApplicationBuilder builder, Folders folders, IReadOnlyList<IResourceBuilder<ProjectResource>> coordinators,
        IReadOnlyList<IResourceBuilder<ProjectResource>> workers, IResourceBuilder<ContainerResource>? devices)
    {
        var prometheus = builder.AddContainer(
            "prometheus", "docker.io/prom/prometheus", ClusterShape.Text(builder.Configuration, "prometheus-tag"))
            .WithBindMount(folders.Dashboards, Mount, isReadOnly: true)
            .WithVolume("vggsweep-prometheus", "/prometheus")
            .WithEntrypoint("/bin/sh")
            .WithArgs("-c", Start, "prometheus")
            .WithHttpEndpoint(targetPort: 9090)
            .Scraping($"{Mount}/prometheus", "/prometheus", coordinators, workers);
        return devices is null
            ? prometheus
            : prometheus.WithEnvironment(Devices, $"{devices.GetEndpoint("http").Property(EndpointProperty.HostAndPort)}");
    }

    /// <param name="home">Its data are in a folder of this one.</param>
    public static IResourceBuilder<IResourceWithEndpoints> AddLocalPrometheus(
        this IDistributedApplicationBuilder builder, ServerPrograms programs, Folders folders, string home,
        IReadOnlyList<IResourceBuilder<ProjectResource>> coordinators, IReadOnlyList<IResourceBuilder<ProjectResource>> workers) =>
        builder.AddExecutable("prometheus", "/bin/sh", folders.Dashboards)
            .WithHttpEndpoint(env: "PORT")
            .WithArgs("-c", $"{Start} --web.listen-address=\"127.0.0.1:$PORT\"", programs.Of("prometheus"))
            .Scraping(Path.Combine(folders.Dashboards, "prometheus"), Path.Combine(home, "prometheus"), coordinators, workers);

    /// <summary>NVIDIA's exporter sees all GPUs of the machine, whoever trains on them.</summary>
    public static IResourceBuilder<ContainerResource>? AddDeviceMetrics(
        this IDistributedApplicationBuilder builder, ClusterShape shape) => shape.HasDeviceMetrics
        ? builder.AddContainer("dcgm-exporter", "nvcr.io/nvidia/k8s/dcgm-exporter", ClusterShape.Text(builder.Configuration, "dcgm-tag"))
            .WithContainerRuntimeArgs("--gpus", "all", "--cap-add", "SYS_ADMIN")
            .WithHttpEndpoint(targetPort: 9400)
            .WithHttpHealthCheck("/health")
        : null;

    public static IResourceBuilder<IResourceWithEndpoints> AddGrafanaContainer(
        this IDistributedApplicationBuilder builder, Folders folders, IResourceBuilder<IResourceWithEndpoints> prometheus) =>
        builder.AddContainer("grafana", "docker.io/grafana/grafana", ClusterShape.Text(builder.Configuration, "grafana-tag"))
            .WithBindMount(folders.Dashboards, Mount, isReadOnly: true)
            .WithVolume("vggsweep-grafana", "/var/lib/grafana")
            .WithEnvironment("GF_PATHS_PROVISIONING", $"{Mount}/grafana/provisioning")
            .WithEnvironment("GF_SECURITY_ADMIN_PASSWORD", builder.AddPassword("grafana-password"))
            .WithEnvironment("PROMETHEUS_URL", prometheus.GetEndpoint("http"))
            .WithHttpEndpoint(targetPort: 3000)
            .WithExternalHttpEndpoints()
            .WithHttpHealthCheck("/api/health");

    /// <summary>Tells Prometheus where its configuration is, where to work, and whom to scrape.</summary>
    private static IResourceBuilder<T> Scraping<T>(
        this IResourceBuilder<T> prometheus, string source, string work,
        IReadOnlyList<IResourceBuilder<ProjectResource>> coordinators, IReadOnlyList<IResourceBuilder<ProjectResource>> workers)
        where T : IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport => prometheus
        .WithEnvironment(Source, source)
        .WithEnvironment(Work, work)
        .WithEnvironment(Coordinators, AddressesOf(coordinators))
        .WithEnvironment(Workers, AddressesOf(workers))
        .WithHttpHealthCheck("/-/ready")
        .WaitFor(coordinators[0]);

    /// <summary><c>HOST:PORT,HOST:PORT</c> as the one who asks for it reaches them.</summary>
    private static ReferenceExpression AddressesOf(IEnumerable<IResourceBuilder<ProjectResource>> programs)
    {
        var addresses = new ReferenceExpressionBuilder();
        foreach (var program in programs)
        {
            if (!addresses.IsEmpty)
            {
                addresses.AppendLiteral(",");
            }

            addresses.Append($"{program.GetEndpoint("http").Property(EndpointProperty.HostAndPort)}");
        }

        return addresses.Build();
    }
}
