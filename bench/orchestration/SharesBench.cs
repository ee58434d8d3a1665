using System.Globalization;
using Npgsql;
using VggSweep.TestCluster;

/// <summary>Four sweeps of one priority at once, whose trials take differently long: each gets a quarter of the slots' time.</summary>
internal static class SharesBench
{
    private const int Sweeps = 4;
    private const int Slots = 3;

    /// <summary>How far a share may be from a quarter, as a part of it.</summary>
    private const double Tolerance = 0.10;

    /// <returns>0 when every share is within the tolerance.</returns>
    public static async Task<int> RunAsync()
    {
        await using var cluster = new Cluster { Data = SmallNet.Data() };
        await cluster.StartServersAsync();
        await cluster.StartCoordinatorAsync();
        var names = new List<string>();
        for (var index = 1; index <= Sweeps; index++)
        {
            // All have the same work to do, in trials of 2 to 16 epochs.
            var epochs = 1 << index;
            names.Add(await cluster.SubmitAsync(SmallNet.Sweep($"share-{epochs}-epochs", trials: 480 / epochs, epochs)));
        }

        for (var index = 0; index < Slots; index++)
        {
            cluster.StartWorker();
        }

        // While all four have trials that wait: afterwards the others share what is left.
        await cluster.UntilAsync("one of the sweeps has nothing that waits", async () => (await Task.WhenAll(names.Select(async name =>
            (await cluster.Store.CountTrialsAsync(name)).GetValueOrDefault(VggSweep.Core.Trials.TrialState.Pending))))
                .Any(waiting => waiting == 0), TimeSpan.FromMinutes(30));
        var times = await SlotTimesAsync(cluster.Postgres.ConnectionTo("cluster"), names);
        var total = times.Values.Sum();
        foreach (var (sweep, seconds) in times)
        {
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{sweep,-22}{seconds,8:0.0} s of slot time{seconds / total,9:0.0 %}"));
        }

        var worst = times.Values.Max(seconds => Math.Abs((seconds / total * Sweeps) - 1));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the farthest share is {worst:0.0 %} from a quarter"));
        return worst <= Tolerance ? 0 : 1;
    }

    /// <summary>From the attempts' rows; one that runs counts until now.</summary>
    private static async Task<Dictionary<string, double>> SlotTimesAsync(string database, IReadOnlyList<string> names)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT sweep_id, SUM(COALESCE(ended_ms, (extract(epoch FROM clock_timestamp()) * 1000)::bigint) - started_ms) / 1000.0
            FROM attempts GROUP BY sweep_id
            """, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var times = names.ToDictionary(name => name, _ => 0.0);
        while (await rows.ReadAsync())
        {
            times[rows.GetString(0)] = (double)rows.GetDecimal(1);
        }

        return times;
    }
}
