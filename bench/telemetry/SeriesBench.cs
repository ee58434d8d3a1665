using VggSweep.TestCluster;

/// <summary>Sweeps of trials that do nothing come and go in a cluster of real processes; the series go with them.</summary>
internal static class SeriesBench
{
    private const int Sweeps = 20;
    private const int Trials = 200;

    /// <summary>More than the 2,000 label sets that a stream takes.</summary>
    private const int LongTrials = 3_000;

    private static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync()
    {
        await using var cluster = new Cluster { Data = SmallNet.Data(), ScrapeInterval = ScrapeInterval };
        await cluster.StartServersAsync();
        await cluster.StartCoordinatorAsync();
        for (var worker = 1; worker <= 2; worker++)
        {
            cluster.StartWorker(slots: 4, ("Trainer", Builds.Of("VggSweep.NothingTrainer")));
        }

        await cluster.UntilAsync("the workers are there", async () => (await cluster.WorkersAsync()).Count == 2);
        using var client = new HttpClient();
        await RunSweepAsync(cluster, Trials); // What counts every sweep there was is there from its first one on.
        var before = await SettledAsync(cluster, client);
        var trials = 0;
        for (var sweep = 1; sweep <= Sweeps; sweep++)
        {
            trials += await RunSweepAsync(cluster, sweep == Sweeps / 2 ? LongTrials : Trials);
        }

        var after = await SettledAsync(cluster, client);
        var overflowing = after.Count(series => series.Contains("otel_metric_overflow", StringComparison.Ordinal));
        Say(
            $"{Sweeps} sweeps of {trials} trials: {before.Count} series of VggSweep before, {after.Count} after, "
            + $"{overflowing} of them overflowing");
        foreach (var series in after.Except(before).Concat(before.Except(after)))
        {
            Say($"differs: {series}");
        }

        return before.SequenceEqual(after) && overflowing == 0 ? 0 : 1;
    }

    private static async Task<int> RunSweepAsync(Cluster cluster, int trials)
    {
        var sweep = await cluster.SubmitAsync(
            $$"""
            name: nothing
            network: { arch: narrow, width: 4, resolution: 32, head: gap, epochs: 1 }
            parameters: { seed: { int: [1, 1000000000] } }
            search: { method: random, maxTrials: {{trials}} }
            training: { images: 256, validationImages: 256 }
            """);
        await cluster.UntilAsync(
            $"{sweep} ends", async () => (await cluster.Store.FindSweepAsync(sweep))!.EndedMs is not null,
            TimeSpan.FromMinutes(30));
        return trials;
    }

    /// <summary>The series of all programs, when no sweep and no lease is left in them.</summary>
    private static async Task<List<string>> SettledAsync(Cluster cluster, HttpClient client)
    {
        List<string> series = [];
        await cluster.UntilAsync("the series of the last sweep have ended", async () =>
        {
            series = [];
            foreach (var (process, name) in cluster.Coordinators.Concat(cluster.Workers).Select(process => (process, process.Name)))
            {
                series.AddRange((await client.GetStringAsync(cluster.MetricsOf(process))).Split('\n')
                    .Where(line => line.StartsWith("vggsweep_", StringComparison.Ordinal)).Select(
                        line => $"{name} {line[..(line.LastIndexOf('}') is > 0 and var end ? end + 1 : line.IndexOf(' '))]}"));
            }

            return !series.Exists(line => line.Contains("sweep_id", StringComparison.Ordinal));
        });
        series.Sort(StringComparer.Ordinal);
        return series;
    }

    private static void Say(string line) => Console.WriteLine(line);
}
