using Microsoft.EntityFrameworkCore;

namespace VggSweep.Store.Tests;

public sealed class GroupCommit : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-queue-").FullName;
    private readonly SweepDbContext context;
    private readonly WriteQueue queue;
    private readonly ManualResetEventSlim gate = new();

    public GroupCommit()
    {
        context = new SweepDbContext(SweepDbContext.Options(Path.Combine(folder, "vggsweep.db"), create: true));
        SchemaVersion.Bring(context, folder);
        context.Database.OpenConnection();
        queue = new WriteQueue(context);
    }

    [Fact]
    public async Task An_operation_that_fails_undoes_itself_alone()
    {
        var batch = await OneBatchAsync(
            Insert("a"),
            writes => Insert("b")(writes) + Insert("a")(writes),
            Insert("c"));

        Assert.Equal([true, false, true], batch.Select(write => write.IsCompletedSuccessfully));
        Assert.Equal(["a", "c"], await StoredAsync());
    }

    /// <summary>SQLite then ends the whole transaction, so that no savepoint is left to go back to.</summary>
    [Fact]
    public async Task A_full_disk_fails_the_whole_batch_by_its_own_name_and_the_next_write_goes_on()
    {
        await queue.WriteAsync(writes => writes.Database.ExecuteSqlRaw("PRAGMA max_page_count = 40"));
        var batch = await OneBatchAsync(Insert("a"), Insert("b", new string('x', 1_000_000)), Insert("c"));

        Assert.All(batch, write => Assert.Equal(StoreProblemKind.DiskFull, StoreProblemException.Recognize(write.Exception!)?.Kind));
        Assert.Empty(await StoredAsync());
        await queue.WriteAsync(Insert("d"));
        Assert.Equal(["d"], await StoredAsync());
    }

    [Fact]
    public async Task What_waits_is_written_before_the_end()
    {
        var ending = new WriteQueue(new SweepDbContext(SweepDbContext.Options(Path.Combine(folder, "vggsweep.db"), create: false)));
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
        await context.DisposeAsync();
        gate.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The writer is held up by a first operation until all others wait, and then takes them at once.</summary>
    private async Task<IReadOnlyList<Task<int>>> OneBatchAsync(params Func<SweepDbContext, int>[] operations)
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var blocked = queue.WriteAsync(writes =>
        {
            running.SetResult();
            return Block(writes);
        });
        await running.Task;
        var batch = operations.Select(queue.WriteAsync).ToList();
        gate.Set();
        await blocked;
        await Task.WhenAll(batch).ContinueWith(_ => { }, TaskScheduler.Default);
        return batch;
    }

    private int Block(SweepDbContext writes)
    {
        gate.Wait();
        return 0;
    }

    private static Func<SweepDbContext, int> Insert(string id, string spec = "") => writes => writes.Database.ExecuteSql(
        $"INSERT INTO sweeps (id, name, state, spec_yaml, created_ms) VALUES ({id}, 'x', 'Pending', {spec}, 0)");

    private async Task<IReadOnlyList<string>> StoredAsync()
    {
        await using var reads = new SweepDbContext(SweepDbContext.Options(Path.Combine(folder, "vggsweep.db"), create: false));
        return await reads.Sweeps.OrderBy(row => row.Id).Select(row => row.Id).ToListAsync();
    }
}
