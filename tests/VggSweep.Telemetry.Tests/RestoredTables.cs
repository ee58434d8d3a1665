using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using VggSweep.ServiceDefaults;

namespace VggSweep.Telemetry.Tests;

/// <summary>A membership table whose server loses its data is what it was, and continues from there.</summary>
public sealed class RestoredTables
{
    private readonly ServerTable server = new();

    [Fact]
    public async Task An_emptied_table_is_restored_above_its_last_version()
    {
        var table = Silo();
        await JoinAsync(table, 1, 2);
        await DieAsync(table, 2);
        var before = await table.ReadAllAsync();
        server.Clear();
        var after = await table.ReadAllAsync();
        Assert.True(after.Version.Version > before.Version.Version);
        Assert.Equal([(1, SiloStatus.Active), (2, SiloStatus.Dead)], StatesOf(after));
    }

    [Fact]
    public async Task A_table_that_is_set_back_is_restored()
    {
        var table = Silo();
        await JoinAsync(table, 1, 2);
        var old = server.Save();
        await JoinAsync(table, 3);
        await DieAsync(table, 2);
        server.Load(old);
        Assert.Equal([(1, SiloStatus.Active), (2, SiloStatus.Dead), (3, SiloStatus.Active)], StatesOf(await table.ReadAllAsync()));
    }

    [Fact]
    public async Task Silos_that_restore_at_once_agree_with_one_that_joined_the_empty_table()
    {
        var (first, second, newcomer) = (Silo(), Silo(), Silo());
        await JoinAsync(first, 1, 2);
        await second.ReadAllAsync();
        await DieAsync(first, 2);
        server.Clear();
        await newcomer.InitializeMembershipTableAsync(true);
        await JoinAsync(newcomer, 3);
        await Task.WhenAll(first.ReadAllAsync(), second.ReadAllAsync());
        await first.ReadAllAsync();
        List<(int, SiloStatus)> expected = [(1, SiloStatus.Active), (2, SiloStatus.Dead), (3, SiloStatus.Active)];
        Assert.Equal(expected, StatesOf(await second.ReadAllAsync()));
        Assert.Equal(expected, StatesOf(await newcomer.ReadAllAsync()));
    }

    [Fact]
    public async Task Dead_silos_that_are_cleaned_up_stay_away()
    {
        var (table, other) = (Silo(), Silo());
        await JoinAsync(table, 1, 2);
        await DieAsync(table, 2);
        await table.ReadAllAsync();
        await other.CleanupDefunctSiloEntriesAsync(DateTimeOffset.MaxValue);
        Assert.Equal([(1, SiloStatus.Active)], StatesOf(await table.ReadAllAsync()));
    }

    [Fact]
    public async Task A_server_that_is_down_loses_nothing()
    {
        var table = Silo();
        await JoinAsync(table, 1);
        server.IsDown = true;
        await Assert.ThrowsAsync<IOException>(() => table.ReadAllAsync());
        server.IsDown = false;
        Assert.Equal([(1, SiloStatus.Active)], StatesOf(await table.ReadAllAsync()));
    }

    private RestoredMembershipTable Silo() =>
        new(server, SiloRole.Worker, TimeProvider.System, NullLogger<RestoredMembershipTable>.Instance);

    private static async Task JoinAsync(RestoredMembershipTable table, params int[] silos)
    {
        foreach (var silo in silos)
        {
            Assert.True(await table.InsertRowAsync(Entry(silo, SiloStatus.Active), (await table.ReadAllAsync()).Version.Next()));
        }

        await table.ReadAllAsync();
    }

    private static async Task DieAsync(RestoredMembershipTable table, int silo)
    {
        var all = await table.ReadAllAsync();
        Assert.True(await table.UpdateRowAsync(Entry(silo, SiloStatus.Dead), all.TryGet(Address(silo))!.Item2, all.Version.Next()));
        await table.ReadAllAsync();
    }

    private static MembershipEntry Entry(int silo, SiloStatus status) =>
        new() { SiloAddress = Address(silo), Status = status, SiloName = $"Coordinator/{silo}", HostName = "here" };

    private static SiloAddress Address(int silo) => SiloAddress.New(IPAddress.Loopback, silo, 1);

    private static List<(int, SiloStatus)> StatesOf(MembershipTableData data) =>
        [.. data.Members.Select(member => (member.Item1.SiloAddress.Endpoint.Port, member.Item1.Status)).OrderBy(member => member.Port)];
}
