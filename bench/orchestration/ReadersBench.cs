using System.Net;
using Npgsql;
using VggSweep.TestCluster;

/// <summary>What readers of a large sweep cost: epochs a second with and without them, by turns.</summary>
internal static class ReadersBench
{
    private const int Trials = 10_000;
    private const int Readers = 2;
    private const int Slots = 8;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(int turns)
    {
        await using var cluster = new Cluster { Data = SmallNet.Data() };
        await cluster.StartServersAsync();
        await cluster.StartCoordinatorAsync();
        cluster.StartWorker(Slots, ("Trainer", Builds.Of("VggSweep.NothingTrainer")));
        var sweep = await cluster.SubmitAsync(SmallNet.Nothing(Trials, epochs: 20));
        await using var database = NpgsqlDataSource.Create(cluster.Postgres.ConnectionTo("cluster"));
        await PassAsync(Turn);
        double without = 0, with = 0;
        long answers = 0, bytes = 0;
        for (var turn = 1; turn <= turns; turn++)
        {
            without += await RateAsync();
            using var over = new CancellationTokenSource();
            var readers = Enumerable.Range(0, Readers).Select(_ => ReadAsync(over.Token)).ToList();
            with += await RateAsync();
            await over.CancelAsync();
            await Task.WhenAll(readers);
        }

        Say($"{without / turns:0} epochs a second without readers, {with / turns:0} with {Readers}: {with / without:0%}");
        Say($"{answers / (turns * Turn.TotalSeconds):0.0} answers a second of {bytes / answers:N0} bytes");
        return 0;

        async Task<double> RateAsync()
        {
            var (before, begun) = (await CountAsync(), TimeProvider.System.GetTimestamp());
            await PassAsync(Turn);
            return (await CountAsync() - before) / TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        }

        async Task<long> CountAsync()
        {
            await using var command = database.CreateCommand("SELECT count(*) FROM epochs");
            return (long)(await command.ExecuteScalarAsync())!;
        }

        async Task ReadAsync(CancellationToken over)
        {
            using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
            var path = new Uri(cluster.AddressOf(cluster.Coordinators.First()), $"/api/v1/sweeps/{sweep}");
            while (!over.IsCancellationRequested)
            {
                var answer = await client.GetByteArrayAsync(path, CancellationToken.None);
                Interlocked.Increment(ref answers);
                Interlocked.Add(ref bytes, answer.Length);
            }
        }
    }

    private static async Task PassAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }

    private static void Say(string line) => Console.WriteLine(line);
}
