using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Runtime;
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

    private RestoredMembershipTable Silo() => new(server, SiloRole.Worker, TimeProvider.System, NullLogger<RestoredMembershipTable>.Instance);

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

    private static MembershipEntry Entry(int silo, SiloStatus status) => new() { SiloAddress = Address(silo), Status = status, SiloName = $"Coordinator/{silo}", HostName = "here" };

    private static SiloAddress Address(int silo) => SiloAddress.New(IPAddress.Loopback, silo, 1);

    private static List<(int, SiloStatus)> StatesOf(MembershipTableData data) =>
        [.. data.Members.Select(member => (member.Item1.SiloAddress.Endpoint.Port, member.Item1.Status)).OrderBy(member => member.Port)];

    /// <summary>As Redis keeps it: a write requires the version before, and a table without a version cannot be read.</summary>
    private sealed class ServerTable : IMembershipTable
    {
        private readonly Lock turn = new();
        private Dictionary<SiloAddress, MembershipEntry> rows = [];
        private int? version = 0;

        public bool IsDown { get; set; }

        public void Clear() => (rows, version) = ([], null);

        public (Dictionary<SiloAddress, MembershipEntry> Rows, int? Version) Save() => (new(rows), version);

        public void Load((Dictionary<SiloAddress, MembershipEntry> Rows, int? Version) saved) => (rows, version) = saved;

        public async Task InitializeMembershipTable(bool tryInitTableVersion)
        {
            await AnswerAsync();
            version ??= 0;
        }

        public async Task<MembershipTableData> ReadAll()
        {
            await AnswerAsync();
            lock (turn)
            {
                var at = version ?? throw new InvalidOperationException("The version is missing.");
                return new([.. rows.Values.Select(row => Tuple.Create(row, ""))], new TableVersion(at, at.ToString(CultureInfo.InvariantCulture)));
            }
        }

        public async Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => await WriteAsync(entry, tableVersion, isNew: true);

        public async Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => await WriteAsync(entry, tableVersion, isNew: false);

        public async Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate)
        {
            await AnswerAsync();
            rows = rows.Where(row => row.Value.Status is not SiloStatus.Dead).ToDictionary();
        }

        public Task<MembershipTableData> ReadRow(SiloAddress key) => throw new NotSupportedException();

        public Task UpdateIAmAlive(MembershipEntry entry) => throw new NotSupportedException();

        public Task DeleteMembershipTableEntries(string clusterId) => throw new NotSupportedException();

        private async Task<bool> WriteAsync(MembershipEntry entry, TableVersion next, bool isNew)
        {
            await AnswerAsync();
            lock (turn)
            {
                if (version != next.Version - 1 || rows.ContainsKey(entry.SiloAddress) == isNew)
                {
                    return false;
                }

                (rows[entry.SiloAddress], version) = (entry, next.Version);
                return true;
            }
        }

        /// <summary>Others come between a read and the write upon it.</summary>
        private async Task AnswerAsync()
        {
            await Task.Yield();
            if (IsDown)
            {
                throw new IOException("The server is down.");
            }
        }
    }
}
