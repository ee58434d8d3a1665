using Microsoft.EntityFrameworkCore;

namespace VggSweep.Store.Tests;

public sealed class PostgresStoreRules(SharedPostgres postgres) : StoreContract
{
    private string database = "";
    private SweepStore? store;

    protected override SweepStore Store => store!;

    public override async ValueTask InitializeAsync()
    {
        database = await postgres.DatabaseAsync();
        store = await SweepStore.ConnectAsync(database, "tests");
    }

    public override async ValueTask DisposeAsync()
    {
        if (store is not null)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Two_stores_on_one_database_never_give_a_fence_twice()
    {
        await using var other = await SweepStore.ConnectAsync(database, "tests");
        var sweep = await Store.SweepAsync();
        SweepStore[] stores = [Store, other];
        for (var fence = 1; fence <= 30; fence++)
        {
            var leases = await Task.WhenAll(
                Enumerable.Range(0, 6).Select(worker => stores[worker % 2].LeaseAsync(sweep, 1, fence - 1, $"{worker}")));
            Assert.Equal([fence], leases.OfType<LeasedTrial>().Select(lease => lease.Fence));
            var ends = await Task.WhenAll(stores.Select(either => either.EndAsync(sweep, 1, fence)));
            Assert.Single(ends, ended => ended);
        }

        Assert.Empty(await StoreInvariants.CheckAsync(other, sweep));
    }

    [Fact]
    public async Task Two_stores_that_store_sweeps_of_one_name_at_once_give_each_a_number()
    {
        await using var other = await SweepStore.ConnectAsync(database, "tests");
        SweepStore[] stores = [Store, other];
        var sweeps = await Task.WhenAll(Enumerable.Range(0, 40).Select(index => stores[index % 2].SweepAsync()));
        Assert.Equal(40, sweeps.Distinct().Count());
    }

    /// <summary>Each batch locks the rows in an order of its own: PostgreSQL ends one of two that wait for each other.</summary>
    [Fact]
    public async Task Batches_of_two_stores_that_lock_each_other_out_are_both_written()
    {
        await using var other = await SweepStore.ConnectAsync(database, "tests");
        var sweep = await Store.SweepAsync(40, epochs: 20);
        await Task.WhenAll(Enumerable.Range(1, 40).Select(trial => Store.LeaseAsync(sweep, trial, 0)));
        for (var epoch = 1; epoch <= 20; epoch++)
        {
            var writes = await Task.WhenAll(Enumerable.Range(1, 40).SelectMany(place => new[]
            {
                Store.RecordEpochAsync(sweep, place, 1, Given.Epoch(epoch)),
                other.RecordEpochAsync(sweep, 41 - place, 1, Given.Epoch(epoch)),
            }));
            Assert.Equal(
                (40, 40),
                (writes.Count(write => write is RecordResult.Recorded), writes.Count(write => write is RecordResult.Known)));
        }

        Assert.Empty(await StoreInvariants.CheckAsync(Store, sweep));
    }

    [Fact]
    public async Task A_database_of_the_version_before_opens_with_all_that_it_can_read()
    {
        var previous = await postgres.DatabaseAsync();
        await using (var context = new PostgresContext(PostgresDatabase.Options(previous)))
        {
            await context.Database.MigrateAsync(PreviousVersion.Migration);
            await context.Database.ExecuteSqlAsync(PreviousVersion.Rows);
        }

        await using var opened = await SweepStore.ConnectAsync(previous, "tests");
        await PreviousVersion.CheckAsync(opened);
    }

    [Fact]
    public async Task A_search_of_an_earlier_version_opens_with_its_journal()
    {
        var previous = await postgres.DatabaseAsync();
        await using (var context = new PostgresContext(PostgresDatabase.Options(previous)))
        {
            await context.Database.MigrateAsync(HalvesHome.Migration);
            await HalvesHome.CopyAsync(context);
        }

        await using var opened = await SweepStore.ConnectAsync(previous, "tests");
        await HalvesHome.CheckAsync(opened);
    }

    protected override async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        store = await SweepStore.ConnectAsync(database, "tests");
    }
}
