using Npgsql;
using VggSweep.TestCluster;

/// <summary>Trials a second, and how long a free slot waits for its next trial.</summary>
internal static class OrchestrationBench
{
    /// <summary>Trials of the peers, which take longer.</summary>
    private const int PeerTrials = 500;

    public static async Task<int> RunAsync(int[] sizes, int workers)
    {
        await using var cluster = new Cluster { Data = SmallNet.Data() };
        await cluster.StartServersAsync();
        await cluster.StartCoordinatorAsync();
        for (var index = 0; index < workers; index++)
        {
            cluster.StartWorker(1, ("Trainer", Builds.Of("VggSweep.NothingTrainer")));
        }

        await cluster.UntilAsync("the workers are there", async () => (await cluster.WorkersAsync()).Count == workers);
        Say($"{"",-34}{"trials",8}{"a second",12}{"placed in",14}{"p99",10}");
        await OneAsync(cluster, workers, 200, isWarmUp: true);
        foreach (var size in sizes)
        {
            await OneAsync(cluster, workers, size, isWarmUp: false);
        }

        await PeerAsync("Optuna on PostgreSQL", workers, "optuna_nothing.py", Url(await cluster.Postgres.CreateDatabaseAsync("optuna")));
        await PeerAsync("dask.distributed", workers, "dask_nothing.py", "");
        return 0;
    }

    private static async Task OneAsync(Cluster cluster, int workers, int trials, bool isWarmUp)
    {
        var sweep = await cluster.SubmitAsync(SmallNet.Nothing(trials));
        await cluster.UntilAsync(
            $"{sweep} ends", async () => (await cluster.Store.FindSweepAsync(sweep))!.EndedMs is not null,
            TimeSpan.FromHours(2));
        var (seconds, gaps) = await TimesAsync(cluster.Postgres.ConnectionTo("cluster"), sweep);
        if (!isWarmUp)
        {
            Say(
                $"{$"VggSweep, {workers} workers",-34}{trials,8}{trials / seconds,12:0}{gaps[gaps.Count / 2],11:0.0} "
                + $"ms{gaps[gaps.Count * 99 / 100],7:0.0} ms");
        }
    }

    /// <summary>From the rows: from the first lease to the last end, and from each end on a worker to its next lease.</summary>
    private static async Task<(double Seconds, List<double> Gaps)> TimesAsync(string database, string sweep)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT worker, started_ms, ended_ms FROM attempts WHERE sweep_id = @sweep ORDER BY worker, started_ms
            """, connection);
        command.Parameters.AddWithValue("sweep", sweep);
        await using var rows = await command.ExecuteReaderAsync();
        var (first, last, gaps) = (long.MaxValue, 0L, new List<double>());
        (string Worker, long Ended)? before = null;
        while (await rows.ReadAsync())
        {
            var (worker, started, ended) = (rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2));
            (first, last) = (Math.Min(first, started), Math.Max(last, ended));
            if (before is { } earlier && earlier.Worker == worker)
            {
                gaps.Add(started - earlier.Ended);
            }

            before = (worker, ended);
        }

        gaps.Sort();
        return ((last - first) / 1000.0, gaps);
    }

    private static async Task PeerAsync(string name, int workers, string script, string url)
    {
        if (await Peer.RunAsync(script, PeerTrials, workers, url) is [var rate, ..])
        {
            Say($"{$"{name}, {workers} workers",-34}{PeerTrials,8}{rate,12:0}");
        }
    }

    private static string Url(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgresql+psycopg2://{parts.Username}:{Uri.EscapeDataString(parts.Password!)}@{parts.Host}:{parts.Port}/{parts.Database}";
    }

    private static void Say(string line) => Console.WriteLine(line);
}
