using Microsoft.EntityFrameworkCore;

namespace VggSweep.Store.Tests;

/// <content>Writes that share a transaction.</content>
public abstract partial class StoreContract
{
    [Fact]
    public async Task An_operation_that_fails_undoes_itself_alone()
    {
        await WriteAsync(Insert("a")); // Before: PostgreSQL takes the operations of a batch side by side.
        var batch = await OneBatchAsync(
            Insert("e"),
            writes => Insert("b")(writes) + Insert("a")(writes),
            writes => Insert("c")(writes) == 1 ? throw new InvalidOperationException("of the operation itself") : 0,
            Insert("d"));

        Assert.Equal([true, false, false, true], batch.Select(write => write.IsCompletedSuccessfully));
        Assert.IsType<InvalidOperationException>(batch[2].Exception!.InnerException);
        Assert.Equal(["a", "d", "e"], await StoredAsync());
    }

    [Fact]
    public async Task What_waits_is_written_before_the_end()
    {
        using var gate = new ManualResetEventSlim();
        var blocked = BlockAsync(gate);
        var waiting = Enumerable.Range(0, 600).Select(index => WriteAsync(Insert($"{index}"))).ToList();
        var reopened = Task.Run(ReopenAsync);
        gate.Set();
        await reopened;
        await Task.WhenAll([blocked, .. waiting]);
        Assert.Equal(600, (await StoredAsync()).Count);
    }

    /// <summary>The writer is held up by a first operation until all others wait, and then takes them at once.</summary>
    private protected async Task<IReadOnlyList<Task<int>>> OneBatchAsync(params Func<SweepDbContext, int>[] operations)
    {
        using var gate = new ManualResetEventSlim();
        var blocked = BlockAsync(gate);
        var batch = operations.Select(WriteAsync).ToList();
        gate.Set();
        await blocked;
        await Task.WhenAll(batch).ContinueWith(_ => { }, TaskScheduler.Default);
        return batch;
    }

    private protected static Func<SweepDbContext, int> Insert(string id, string spec = "") => writes => writes.Database.ExecuteSql(
        $"INSERT INTO sweeps (id, name, state, spec_yaml, priority, created_ms) VALUES ({id}, 'x', 'Pending', {spec}, 0, 0)");

    private protected async Task<IReadOnlyList<string>> StoredAsync() => [.. (await Store.ListSweepsAsync()).Select(row => row.Id)];

    private protected Task<int> WriteAsync(Func<SweepDbContext, int> write) => Store.WriteAsync((context, _) => write(context));

    /// <returns>A write that ends when the gate is open; awaited once, when the writer is in it.</returns>
    private Task<int> BlockAsync(ManualResetEventSlim gate)
    {
        using var running = new ManualResetEventSlim();
        var blocked = WriteAsync(_ =>
        {
            running.Set();
            gate.Wait();
            return 0;
        });
        running.Wait();
        return blocked;
    }
}
