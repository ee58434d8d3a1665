using Microsoft.EntityFrameworkCore;
using VggSweep.Core.Leases;

namespace VggSweep.Store.Tests;

public sealed class SqliteStoreRules : StoreContract
{
    private readonly TemporaryHome home = new();

    protected override SweepStore Store => home.Store;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => home.DisposeAsync();

    [Fact]
    public async Task A_lease_expires_on_the_clock_that_was_given()
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0);
        home.Time.Advance(Given.Ttl - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await Store.ExpiredAsync());
        home.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([new LeaseKey(sweep, 1, 1)], await Store.ExpiredAsync());
    }

    [Fact]
    public async Task A_wall_clock_that_jumps_ends_no_lease()
    {
        var folder = Directory.CreateTempSubdirectory("vggsweep-clock-").FullName;
        var time = new JumpingClock();
        using (var held = HomeLock.Take(folder, "clock", DateTimeOffset.UnixEpoch))
        await using (var store = SweepStore.Open(held, time))
        {
            var sweep = await store.SweepAsync();
            await store.LeaseAsync(sweep, 1, 0);
            time.Jump = TimeSpan.FromDays(1);
            Assert.Empty(await store.ExpiredAsync());
            time.Jump = TimeSpan.FromDays(-1);
            time.Elapsed = Given.Ttl;
            Assert.Equal([new LeaseKey(sweep, 1, 1)], await store.ExpiredAsync());
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>SQLite then ends the whole transaction, so that no savepoint is left to go back to.</summary>
    [Fact]
    public async Task A_full_disk_fails_the_whole_batch_by_its_own_name_and_the_next_write_goes_on()
    {
        await WriteAsync(writes => writes.Database.ExecuteSqlRaw("PRAGMA max_page_count = 50"));
        var batch = await OneBatchAsync(Insert("a"), Insert("b", new string('x', 1_000_000)), Insert("c"));

        Assert.Equal(StoreProblemKind.DiskFull, Assert.IsType<StoreProblemException>(batch[1].Exception!.InnerException).Kind);
        await WriteAsync(Insert("d"));
        Assert.Equal(["a", "c", "d"], await StoredAsync());
    }

    protected override Task ReopenAsync() => home.ReopenAsync();

    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Jump { get; set; }

        public TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddDays(10_000) + Elapsed + Jump;

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}
