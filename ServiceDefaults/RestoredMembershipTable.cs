using Microsoft.Extensions.Logging;

namespace VggSweep.ServiceDefaults;

/// <summary>
/// A membership table that survives the loss of its server's data: every silo remembers what it read last and writes it
/// back when the table is found empty or older. Versions continue above the remembered one, as silos ignore lower ones.
/// </summary>
/// <param name="table">The server's table, whose every write requires the version before.</param>
/// <param name="role">Coordinators give those that are alive <see cref="Grace"/> to restore a table before they begin an empty one.</param>
internal sealed partial class RestoredMembershipTable(
    IMembershipTable table, SiloRole role, TimeProvider time, ILogger<RestoredMembershipTable> logger) : IMembershipTable, IDisposable
{
    /// <summary>
    /// Long enough for a running silo to reach a server that has just come back, and for its next look at the table:
    /// one second each. A new cluster's first coordinator starts later by as much.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>Reads one after another, so that a late answer is not taken for a table that was set back.</summary>
    private readonly SemaphoreSlim reading = new(1);

    private MembershipTableData? known;

    /// <summary>
    /// Whether this silo began the table: a coordinator that started before it and turns up later has another lease
    /// book.
    /// </summary>
    public bool IsFounder { get; private set; }

    public async Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken = default)
    {
        await table.InitializeMembershipTableAsync(tryInitTableVersion, cancellationToken);
        if (role is SiloRole.Coordinator && await HasNoCoordinatorAsync(cancellationToken))
        {
            await Task.Delay(Grace, time, cancellationToken);
            IsFounder = await HasNoCoordinatorAsync(cancellationToken);
        }
    }

    public async Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken = default)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            var found = await ReadOrCreateAsync(cancellationToken);
            if (known is { } before && IsLost(found, before))
            {
                LogLost();
                found = await RestoreAsync(before, cancellationToken);
            }

            return known = found;
        }
        finally
        {
            reading.Release();
        }
    }

    public async Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken = default)
    {
        var all = await ReadAllAsync(cancellationToken);
        return all.TryGet(key) is { } row ? new(row, all.Version) : new(all.Version);
    }

    public Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken = default) =>
        table.InsertRowAsync(entry, tableVersion, cancellationToken);

    public Task<bool> UpdateRowAsync(
        MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken = default) =>
        table.UpdateRowAsync(entry, etag, tableVersion, cancellationToken);

    public Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken = default) =>
        table.UpdateIAmAliveAsync(entry, cancellationToken);

    public Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken = default) =>
        table.DeleteMembershipTableEntriesAsync(clusterId, cancellationToken);

    public Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken = default) =>
        table.CleanupDefunctSiloEntriesAsync(beforeDate, cancellationToken);

    public void Dispose() => reading.Dispose();

    // The forms without a token, which Orleans no longer calls.
    Task IMembershipTable.InitializeMembershipTable(bool tryInitTableVersion) => InitializeMembershipTableAsync(tryInitTableVersion);

    Task<MembershipTableData> IMembershipTable.ReadAll() => ReadAllAsync();

    Task<MembershipTableData> IMembershipTable.ReadRow(SiloAddress key) => ReadRowAsync(key);

    Task<bool> IMembershipTable.InsertRow(MembershipEntry entry, TableVersion tableVersion) => InsertRowAsync(entry, tableVersion);

    Task<bool> IMembershipTable.UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        UpdateRowAsync(entry, etag, tableVersion);

    Task IMembershipTable.UpdateIAmAlive(MembershipEntry entry) => UpdateIAmAliveAsync(entry);

    Task IMembershipTable.DeleteMembershipTableEntries(string clusterId) => DeleteMembershipTableEntriesAsync(clusterId);

    Task IMembershipTable.CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => CleanupDefunctSiloEntriesAsync(beforeDate);

    /// <summary>Dead silos are cleaned up after a while; an active one never vanishes, and a dead one never returns.</summary>
    private static bool IsLost(MembershipTableData found, MembershipTableData before) =>
        found.Version.Version < before.Version.Version || before.Members.Any(member => found.TryGet(member.Item1.SiloAddress) is { } row
            ? row.Item1.Status < member.Item1.Status
            : member.Item1.Status is SiloStatus.Active);

    /// <summary>Others restore at the same time: a write that comes second is refused, and the table read again.</summary>
    private async Task<MembershipTableData> RestoreAsync(MembershipTableData before, CancellationToken cancellation)
    {
        while (true)
        {
            var found = await ReadOrCreateAsync(cancellation);
            var next = found.Version.Next();
            if (before.Members.FirstOrDefault(member => found.TryGet(member.Item1.SiloAddress) is null) is { } missing)
            {
                await table.InsertRowAsync(missing.Item1, next, cancellation);
            }
            else if (before.Members.FirstOrDefault(
                member => found.TryGet(member.Item1.SiloAddress)!.Item1.Status < member.Item1.Status) is { } revived)
            {
                await table.UpdateRowAsync(revived.Item1, found.TryGet(revived.Item1.SiloAddress)!.Item2, next, cancellation);
            }
            else if (found.Version.Version <= before.Version.Version)
            {
                await table.UpdateRowAsync(found.Members[0].Item1, found.Members[0].Item2, next, cancellation);
            }
            else
            {
                return found;
            }
        }
    }

    /// <summary>A table that was deleted cannot be read before it is initialized; where there is one that changes nothing.</summary>
    private async Task<MembershipTableData> ReadOrCreateAsync(CancellationToken cancellation)
    {
        try
        {
            return await table.ReadAllAsync(cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            await table.InitializeMembershipTableAsync(true, cancellation);
            return await table.ReadAllAsync(cancellation);
        }
    }

    private async Task<bool> HasNoCoordinatorAsync(CancellationToken cancellation) =>
        !(await ReadAllAsync(cancellation)).Members.Any(member => SiloNames.IsCoordinator(member.Item1.SiloName));

    [LoggerMessage(LogLevel.Warning, "The membership table has lost its data; restoring it from memory")]
    private partial void LogLost();
}
