namespace VggSweep.AppHost;

/// <summary>Prometheus and Grafana with what <c>dashboards/</c> says of them.</summary>
internal static class Monitoring
{
    private const string Mount = "/dashboards";
    private const string Coordinators = "COORDINATORS";
    private const string Workers = "WORKERS";
    private const string Devices = "DEVICES";
    private const string Key = "API_KEY";
    private const string Source = "SOURCE";
    private const string Work = "WORK";

    /// <summary>
    /// The configuration reads <c>targets/</c> and <c>api-key</c> beside it: whom to scrape is known when the programs have their
    /// addresses, so the copy is completed where Prometheus starts.
    /// </summary>
    private const string Start =
        $"""
        mkdir -p "${Work}/targets" && cp -r "${Source}/." "${Work}" && printf -- '- targets: [%s]\n' "${Coordinators}" > "${Work}/targets/coordinators.yml" && printf -- '- targets: [%s]\n' "${Workers}" > "${Work}/targets/workers.yml" && printf -- '- targets: [%s]\n' "${Devices}" > "${Work}/targets/devices.yml" && printf %s "${Key}" > "${Work}/api-key" && exec prometheus --config.file="${Work}/prometheus.yml" --storage.tsdb.path="${Work}/data" --enable-feature=exemplar-storage
        """;

    public static IResourceBuilder<ContainerResource> AddPrometheus(
        this IDistributedApplicationBuilder builder, Folders folders,
        IResourceBuilder<ProjectResource> coordinator, IReadOnlyList<IResourceBuilder<ProjectResource>> workers, IResourceBuilder<ContainerResource>? devices)
    {
        var prometheus = builder.AddContainer("prometheus", "prom/prometheus", ClusterShape.Text(builder.Configuration, "prometheus-tag"))
            .WithBindMount(folders.Dashboards, Mount, isReadOnly: true)
            .WithVolume("vggsweep-prometheus", "/prometheus")
            .WithEnvironment(Source, $"{Mount}/prometheus")
            .WithEnvironment(Work, "/prometheus")
            .WithEnvironment(Coordinators, AddressesOf([coordinator]))
            .WithEnvironment(Workers, AddressesOf(workers))
            .WithEntrypoint("/bin/sh")
            .WithArgs("-c", ForMode(builder, Start))
            .WithHttpEndpoint(targetPort: 9090)
            .WithHttpHealthCheck("/-/ready")
            .WaitFor(coordinator);
        if (devices is not null)
        {
            prometheus.WithEnvironment(Devices, $"{devices.GetEndpoint("http").Property(EndpointProperty.HostAndPort)}");
        }

        if (builder.ExecutionContext.IsPublishMode)
        {
            // The one whose hash the coordinators know.
            prometheus.WithEnvironment(Key, builder.AddParameter("api-key", secret: true));
        }

        return prometheus;
    }

    /// <summary>NVIDIA's exporter sees all GPUs of the machine, whoever trains on them.</summary>
    public static IResourceBuilder<ContainerResource>? AddDeviceMetrics(this IDistributedApplicationBuilder builder, ClusterShape shape) => shape.HasDeviceMetrics
        ? builder.AddContainer("dcgm-exporter", "nvcr.io/nvidia/k8s/dcgm-exporter", ClusterShape.Text(builder.Configuration, "dcgm-tag"))
            .WithContainerRuntimeArgs("--gpus", "all", "--cap-add", "SYS_ADMIN")
            .WithHttpEndpoint(targetPort: 9400)
            .WithHttpHealthCheck("/health")
        : null;

    /// <summary>Without containers Prometheus runs as it is, where it is on the PATH.</summary>
    public static void AddLocalPrometheus(this IDistributedApplicationBuilder builder, Folders folders, IResourceBuilder<ProjectResource> everything)
    {
        var folder = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "prometheus")));
        if (folder is null || !Directory.Exists(folders.Dashboards))
        {
            return;
        }

        var prometheus = builder.AddExecutable("prometheus", "/bin/sh", folders.Dashboards);
        prometheus.WithHttpEndpoint(env: "PORT")
            .WithEnvironment(Source, Path.Combine(folders.Dashboards, "prometheus"))
            .WithEnvironment(Work, Path.Combine(folders.Home, "prometheus"))
            .WithEnvironment(Coordinators, AddressesOf([everything]))
            .WithArgs("-c", $"{Start} --web.listen-address=\"127.0.0.1:$PORT\"")
            .WithHttpHealthCheck("/-/ready")
            .WaitFor(everything);
    }

    public static IResourceBuilder<ContainerResource> AddGrafana(
        this IDistributedApplicationBuilder builder, Folders folders, IResourceBuilder<ContainerResource> prometheus, IResourceBuilder<ParameterResource> password) =>
        builder.AddContainer("grafana", "grafana/grafana", ClusterShape.Text(builder.Configuration, "grafana-tag"))
            .WithBindMount(folders.Dashboards, Mount, isReadOnly: true)
            .WithVolume("vggsweep-grafana", "/var/lib/grafana")
            .WithEnvironment("GF_PATHS_PROVISIONING", $"{Mount}/grafana/provisioning")
            .WithEnvironment("GF_SECURITY_ADMIN_PASSWORD", password)
            .WithEnvironment("PROMETHEUS_URL", prometheus.GetEndpoint("http"))
            .WithHttpEndpoint(targetPort: 3000)
            .WithExternalHttpEndpoints()
            .WithHttpHealthCheck("/api/health")
            .WaitFor(prometheus);

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

    /// <summary>Compose reads $ itself.</summary>
    private static string ForMode(IDistributedApplicationBuilder builder, string script) =>
        builder.ExecutionContext.IsPublishMode ? script.Replace("$", "$$", StringComparison.Ordinal) : script;
}
