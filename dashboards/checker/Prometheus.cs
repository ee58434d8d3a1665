using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VggSweep.ServiceDefaults;
using VggSweep.TestCluster;

/// <summary>A Prometheus with the committed configuration that scrapes a cluster of processes.</summary>
internal sealed class Prometheus : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-prometheus-").FullName;
    private readonly HttpClient client = new();
    private readonly Uri address = new($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
    private Process? process;

    private static string Source => Path.Combine(Builds.Repository, "dashboards", "prometheus");

    /// <summary>A program of Prometheus' package: installed, or fetched by build/prepare.sh.</summary>
    /// <exception cref="InvalidOperationException">It is nowhere.</exception>
    private static string Find(string program)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        string[] places = [Path.Combine("/usr/bin", program), Path.Combine(cache, "vggsweep", "prometheus", "usr/bin", program)];
        return places.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException($"There is no {program} in {string.Join(" or ", places)}; dashboards/check fetches it.");
    }

    /// <returns>What promtool said; empty when it found nothing wrong.</returns>
    public static async Task<string> ToolAsync(params string[] arguments)
    {
        using var tool = Process.Start(new ProcessStartInfo(Find("promtool"), arguments) { WorkingDirectory = Source, RedirectStandardOutput = true, RedirectStandardError = true })!;
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
        await File.WriteAllTextAsync(Path.Combine(folder, "prometheus.yml"), configuration.Replace("interval: 15s", $"interval: {interval}", StringComparison.Ordinal));
        foreach (var file in new[] { "rules.yml", "api-key" })
        {
            File.Copy(Path.Combine(Source, file), Path.Combine(folder, file));
        }

        process = Process.Start(new ProcessStartInfo(Find("prometheus"),
        [
            $"--config.file={folder}/prometheus.yml", $"--storage.tsdb.path={folder}/data", $"--web.listen-address={address.Authority}",
            "--enable-feature=exemplar-storage", "--log.level=warn",
        ]))!;
        await cluster.UntilAsync("Prometheus answers", async () => (await client.GetAsync(new Uri(address, "/-/ready"))).IsSuccessStatusCode);
    }

    /// <summary>Scrapes whoever is in the cluster now.</summary>
    public async Task FindTargetsAsync(Cluster cluster)
    {
        await WriteTargetsAsync("coordinators.yml", cluster.Coordinators.Select(cluster.MetricsOf));
        await WriteTargetsAsync("workers.yml", cluster.Workers.Select(cluster.MetricsOf));
    }

    /// <summary>The values that an expression had since then, at any time; those that are no number are none.</summary>
    public async Task<int> PointsAsync(string expression, DateTimeOffset since) =>
        (await RangeAsync(expression, since)).EnumerateArray().SelectMany(series => series.GetProperty("values").EnumerateArray())
            .Count(point => double.Parse(point[1].GetString()!.Replace("Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture) is not double.NaN);

    /// <summary>The series of an expression since then, each with its <c>metric</c> and its <c>values</c> of every second.</summary>
    public async Task<JsonElement> RangeAsync(string expression, DateTimeOffset since) =>
        (await GetAsync($"query_range?query={Uri.EscapeDataString(expression)}&start={since.ToUnixTimeSeconds()}&end={Now()}&step=1")).GetProperty("result");

    public async Task<IReadOnlyList<string>> LabelValuesAsync(string series, string label, DateTimeOffset since) =>
        [.. (await GetAsync($"label/{label}/values?match[]={Uri.EscapeDataString(series)}&start={since.ToUnixTimeSeconds()}&end={Now()}"))
            .EnumerateArray().Select(value => value.GetString()!)];

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        client.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private Task WriteTargetsAsync(string file, IEnumerable<Uri> targets) => File.WriteAllTextAsync(
        Path.Combine(folder, "targets", file), $"- targets: [{string.Join(", ", targets.Select(target => $"'{target.Authority}'"))}]\n");

    /// <exception cref="InvalidOperationException">The question is wrong.</exception>
    private async Task<JsonElement> GetAsync(string path)
    {
        var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri(address, $"/api/v1/{path}"))).RootElement;
        return answer.GetProperty("data");
    }
}
