namespace VggSweep.AppHost.Servers;

/// <summary>Grafana as a program of this machine, where it is installed: nothing fetches it.</summary>
internal static class LocalGrafana
{
    private const string Debian = "/usr/share/grafana";

    /// <returns>Null where Grafana is not installed.</returns>
    public static IResourceBuilder<IResourceWithEndpoints>? AddLocalGrafana(
        this IDistributedApplicationBuilder builder, Folders folders, IResourceBuilder<IResourceWithEndpoints> prometheus)
    {
        if (ServerPrograms.FindGrafana() is not { } programs || Home(programs) is not { } home)
        {
            return null;
        }

        var (data, secret) = (Path.Combine(folders.Local, "grafana"), Path.Combine(folders.Local, "grafana-password"));
        return builder.AddExecutable("grafana", programs.Of("grafana"), home, "server", "--homepath", home)
            .WithHttpEndpoint(env: "GF_SERVER_HTTP_PORT")
            .WithEnvironment("GF_SERVER_HTTP_ADDR", "127.0.0.1")
            .WithEnvironment("GF_PATHS_DATA", data)
            .WithEnvironment("GF_PATHS_LOGS", Path.Combine(data, "log"))
            .WithEnvironment("GF_PATHS_PLUGINS", Path.Combine(data, "plugins"))
            .WithEnvironment("GF_PATHS_PROVISIONING", Path.Combine(data, "provisioning"))
            .WithEnvironment(
                "GF_SECURITY_ADMIN_PASSWORD",
                builder.AddParameter("grafana-password", () => SecretFile.Password(secret), secret: true))
            .WithEnvironment("PROMETHEUS_URL", prometheus.GetEndpoint("http"))
            .WithHttpHealthCheck("/api/health")
            .OnBeforeResourceStarted(
                (_, _, cancellation) =>
                    Task.Run(() => CopyProvisioning(folders.Dashboards, Path.Combine(data, "provisioning")), cancellation));
    }

    /// <summary>The committed files name the place where containers mount <c>dashboards/</c>.</summary>
    public static void CopyProvisioning(string dashboards, string target)
    {
        var source = Path.Combine(dashboards, "grafana", "provisioning");
        foreach (var file in Directory.EnumerateFiles(source, "*.yaml", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllText(
                copy,
                File.ReadAllText(file).Replace($"path: {Monitoring.Mount}/", $"path: {dashboards}/", StringComparison.Ordinal));
        }
    }

    private static string? Home(ServerPrograms programs) => ((string?[])[Path.GetDirectoryName(programs.Folder), Debian])
        .FirstOrDefault(folder => folder is not null && File.Exists(Path.Combine(folder, "conf", "defaults.ini")));
}
