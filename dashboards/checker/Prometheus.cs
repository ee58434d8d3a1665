using System.Diagnostics;
using VggSweep.AppHost.Servers;
using VggSweep.ServiceDefaults;
using VggSweep.TestCluster;

/// <summary>A Prometheus with the committed configuration that scrapes a cluster of processes.</summary>
internal sealed class Prometheus : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-prometheus-").FullName;
    private Process? process;

    public PrometheusQueries Queries { get; } = new(new($"http://127.0.0.1:{FreePorts.Take(1)[0]}"));

    private static string Source => Path.Combine(Builds.Repository, "dashboards", "prometheus");

    /// <returns>What promtool said; empty when it found nothing wrong.</returns>
    public static async Task<string> ToolAsync(params string[] arguments)
    {
        using var tool = Process.Start(
            new ProcessStartInfo((ServerPrograms.FindPromtool() ?? throw Missing()).Of("promtool"), arguments)
            {
                WorkingDirectory = Source,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        var error = tool.StandardError.ReadToEndAsync();
        var said = await tool.StandardOutput.ReadToEndAsync() + await error;
        await tool.WaitForExitAsync();
        return tool.ExitCode == 0 ? "" : said;
    }

    /// <param name="interval">Between two scrapes, as Prometheus writes it.</param>
    public async Task StartAsync(Cluster cluster, string interval)
    {
        Directory.CreateDirectory(Path.Combine(folder, "targets"));
        await FindTargetsAsync(cluster);
        var configuration = await File.ReadAllTextAsync(Path.Combine(Source, "prometheus.yml"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "prometheus.yml"),
            configuration.Replace("interval: 15s", $"interval: {interval}", StringComparison.Ordinal));
        foreach (var file in new[] { "rules.yml", "api-key" })
        {
            File.Copy(Path.Combine(Source, file), Path.Combine(folder, file));
        }

        process = Process.Start(new ProcessStartInfo((ServerPrograms.FindPrometheus() ?? throw Missing()).Of("prometheus"),
        [
            $"--config.file={folder}/prometheus.yml", $"--storage.tsdb.path={folder}/data",
            $"--web.listen-address={Queries.Address.Authority}",
            "--enable-feature=exemplar-storage", "--log.level=warn",
        ]))!;
        await cluster.UntilAsync("Prometheus answers", Queries.IsReadyAsync);
    }

    /// <summary>Scrapes whoever is in the cluster now.</summary>
    public async Task FindTargetsAsync(Cluster cluster)
    {
        await WriteTargetsAsync("coordinators.yml", cluster.Coordinators.Select(cluster.MetricsOf));
        await WriteTargetsAsync("workers.yml", cluster.Workers.Select(cluster.MetricsOf));
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Queries.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Task WriteTargetsAsync(string file, IEnumerable<Uri> targets) => File.WriteAllTextAsync(
        Path.Combine(folder, "targets", file), $"- targets: [{string.Join(", ", targets.Select(target => $"'{target.Authority}'"))}]\n");

    private static InvalidOperationException Missing() => new($"Prometheus is {ServerPrograms.Remedy}.");
}
