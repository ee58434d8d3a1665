using System.Globalization;

namespace VggSweep.Telemetry.Tests;

/// <summary>As Redis keeps it: a write requires the version before, and a table without a version cannot be read.</summary>
internal sealed class ServerTable : IMembershipTable
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
            return new(
                [.. rows.Values.Select(row => Tuple.Create(row, ""))],
                new TableVersion(at, at.ToString(CultureInfo.InvariantCulture)));
        }
    }

    public async Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) =>
        await WriteAsync(entry, tableVersion, isNew: true);

    public async Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        await WriteAsync(entry, tableVersion, isNew: false);

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
