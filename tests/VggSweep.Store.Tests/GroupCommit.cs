using Microsoft.EntityFrameworkCore;

namespace VggSweep.Store.Tests;

public sealed class GroupCommit : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-queue-").FullName;
    private readonly SqliteDatabase database;
    private readonly WriteQueue queue;
    private readonly ManualResetEventSlim gate = new();

    public GroupCommit()
    {
        database = new SqliteDatabase(folder, SqliteDatabase.Options(SqliteDatabase.FileOf(folder), create: true), TimeProvider.System);
        var context = database.NewContext();
        SchemaVersion.Bring(context, folder);
        context.Database.OpenConnection();
        queue = new WriteQueue(database, context);
    }

    [Fact]
    public async Task An_operation_that_fails_undoes_itself_alone()
    {
        var batch = await OneBatchAsync(
            Insert("a"),
            (writes, now) => Insert("b")(writes, now) + Insert("a")(writes, now),
            Insert("c"));

        Assert.Equal([true, false, true], batch.Select(write => write.IsCompletedSuccessfully));
        Assert.Equal(["a", "c"], await StoredAsync());
    }

    [Fact]
    public async Task A_full_disk_fails_what_does_not_fit_by_its_own_name_and_the_rest_is_written()
    {
        await queue.WriteAsync((writes, _) => writes.Database.ExecuteSqlRaw("PRAGMA max_page_count = 40"));
        var batch = await OneBatchAsync(Insert("a"), Insert("b", new string('x', 1_000_000)), Insert("c"));

        Assert.Equal([true, false, true], batch.Select(write => write.IsCompletedSuccessfully));
        Assert.Equal(StoreProblemKind.DiskFull, StoreProblemException.Recognize(batch[1].Exception!)?.Kind);
        await queue.WriteAsync(Insert("d"));
        Assert.Equal(["a", "c", "d"], await StoredAsync());
    }

    [Fact]
    public async Task What_waits_is_written_before_the_end()
    {
        var ending = new WriteQueue(database, database.NewContext());
        var blocked = ending.WriteAsync(Block);
        var waiting = Enumerable.Range(0, 600).Select(index => ending.WriteAsync(Insert($"{index}"))).ToList();
        var end = Task.Run(ending.Dispose);
        gate.Set();
        await end;
        await Task.WhenAll([blocked, .. waiting]);
        Assert.Equal(600, (await StoredAsync()).Count);
    }

    public async ValueTask DisposeAsync()
    {
        gate.Set();
        queue.Dispose();
        database.Close();
        gate.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The writer is held up by a first operation until all others wait, and then takes them at once.</summary>
    private async Task<IReadOnlyList<Task<int>>> OneBatchAsync(params Func<SweepDbContext, long, int>[] operations)
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var blocked = queue.WriteAsync((writes, now) =>
        {
            running.SetResult();
            return Block(writes, now);
        });
        await running.Task;
        var batch = operations.Select(queue.WriteAsync).ToList();
        gate.Set();
        await blocked;
        await Task.WhenAll(batch).ContinueWith(_ => { }, TaskScheduler.Default);
        return batch;
    }

    private int Block(SweepDbContext writes, long now)
    {
        gate.Wait();
        return 0;
    }

    private static Func<SweepDbContext, long, int> Insert(string id, string spec = "") => (writes, _) => writes.Database.ExecuteSql(
        $"INSERT INTO sweeps (id, name, state, spec_yaml, created_ms) VALUES ({id}, 'x', 'Pending', {spec}, 0)");

    private async Task<IReadOnlyList<string>> StoredAsync()
    {
        await using var reads = database.NewContext();
        return await reads.Sweeps.OrderBy(row => row.Id).Select(row => row.Id).ToListAsync();
    }
}
