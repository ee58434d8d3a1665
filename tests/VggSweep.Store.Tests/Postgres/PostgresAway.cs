using VggSweep.Core.Grains;
using VggSweep.TestServers;

namespace VggSweep.Store.Tests;

/// <summary>A server that is killed while it is written to.</summary>
public sealed class PostgresAway : IAsyncLifetime
{
    private const int Trials = 16;

    private readonly PostgresServer server = new();
    private SweepStore? store;

    private SweepStore Store => store!;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync();
        store = await SweepStore.ConnectAsync(server.ConnectionString, "tests");
    }

    public async ValueTask DisposeAsync()
    {
        if (store is not null)
        {
            await store.DisposeAsync();
        }

        await server.DisposeAsync();
    }

    [Fact]
    public Task Every_answered_write_outlives_a_kill_and_the_same_store_continues() => GoAwayAsync(() =>
    {
        server.Kill();
        return Task.CompletedTask;
    });

    [Fact]
    public Task Every_answered_write_outlives_a_stop_and_the_same_store_continues() => GoAwayAsync(server.StopAsync);

    private async Task GoAwayAsync(Func<Task> end)
    {
        var sweep = await Store.SweepAsync(Trials, epochs: 1_000_000);
        await Task.WhenAll(Enumerable.Range(1, Trials).Select(trial => Store.LeaseAsync(sweep, trial, 0)));
        var (answered, busy) = (new int[Trials + 1], new CountdownEvent(Trials));
        var writers = Enumerable
            .Range(1, Trials)
            .Select(trial => Task.Run(() => RecordUntilAwayAsync(sweep, trial, answered, busy)))
            .ToList();
        busy.Wait();
        await end();

        var ends = await Task.WhenAll(writers);
        Assert.All(
            ends,
            exception =>
                Assert.Contains("cannot be reached", Assert.IsType<StoreAwayException>(exception).Message, StringComparison.Ordinal));
        await Assert.ThrowsAsync<StoreAwayException>(() => Store.TrialsAsync(sweep));
        await server.StartAsync();

        // Reads may meet connections that the end has broken: one for each that was open.
        var rows = await PersistAsync(() => Store.TrialsAsync(sweep));
        Assert.All(rows, row => Assert.InRange(row.Done, answered[row.Number], answered[row.Number] + 1));
        foreach (var row in rows)
        {
            Assert.IsType<RecordResult.Recorded>(await Store.RecordEpochAsync(sweep, row.Number, 1, Given.Epoch(row.Done + 1)));
        }

        Assert.Empty(await StoreInvariants.CheckAsync(Store, sweep));
    }

    private async Task<Exception> RecordUntilAwayAsync(string sweep, int trial, int[] answered, CountdownEvent busy)
    {
        for (var epoch = 1; ; epoch++)
        {
            try
            {
                Assert.IsType<RecordResult.Recorded>(await Store.RecordEpochAsync(sweep, trial, 1, Given.Epoch(epoch)));
                answered[trial] = epoch;
            }
            catch (Exception exception)
            {
                return exception;
            }

            if (epoch == 20)
            {
                busy.Signal();
            }
        }
    }

    private static async Task<T> PersistAsync<T>(Func<Task<T>> read)
    {
        for (var left = 10; ; left--)
        {
            try
            {
                return await read();
            }
            catch (StoreAwayException) when (left > 0)
            {
            }
        }
    }
}
