namespace VggSweep.Store;

/// <content>Workers, and the cluster that they are part of.</content>
public sealed partial class SweepStore
{
    /// <summary>Stores that a worker entered a state.</summary>
    /// <param name="offer">JSON of what it offers; null to keep what is stored.</param>
    public Task SaveWorkerAsync(string name, string state, string? offer, string? reason) =>
        WriteAsync((context, now) => context.Statements.Execute(
        $"""
        INSERT INTO workers (name, state, offer, reason, since_ms) VALUES ({name}, {state}, {offer}, {reason}, {now})
        ON CONFLICT (name) DO UPDATE SET state = excluded.state, offer = COALESCE(excluded.offer, workers.offer),
            reason = excluded.reason, since_ms = excluded.since_ms
        """));

    public async Task<IReadOnlyList<WorkerRow>> WorkersAsync() =>
        await ReadAsync(statements => statements.RowsAsync<WorkerRow>($"ORDER BY name"));

    /// <summary>Forgets that there was such a worker; what was decided about it stays.</summary>
    public Task ForgetWorkerAsync(string name) =>
        WriteAsync((context, _) => context.Statements.Execute($"DELETE FROM workers WHERE name = {name}"));

    /// <summary>Stores why something was done to a worker.</summary>
    public Task DecideAboutWorkerAsync(string worker, string kind, string reason) =>
        WriteAsync((context, now) => context.Statements.Execute(
        $"INSERT INTO worker_decisions (worker, kind, reason, at_ms) VALUES ({worker}, {kind}, {reason}, {now})"));

    public async Task<IReadOnlyList<WorkerDecisionRow>> WorkerDecisionsAsync() =>
        await ReadAsync(statements => statements.RowsAsync<WorkerDecisionRow>($"ORDER BY id"));

    /// <summary>The folder that the cluster's workers share is the one of the first worker.</summary>
    /// <param name="filesId">What stands in a worker's folder.</param>
    /// <returns>What stands in the cluster's.</returns>
    public Task<string> ClaimFilesAsync(string filesId) => WriteAsync((context, now) =>
    {
        context.Statements.Execute($"UPDATE deployment SET files_id = COALESCE(files_id, {filesId})");
        return context.Deployments.Select(row => row.FilesId).SingleOrDefault() ?? filesId;
    });

    /// <summary>Two clusters on one database would lease each other's trials.</summary>
    private async Task ClaimAsync(string clusterId)
    {
        var claimed = await WriteAsync((context, now) =>
        {
            context.Statements.Execute(
                $"INSERT INTO deployment (id, cluster_id, claimed_ms) VALUES (1, {clusterId}, {now}) ON CONFLICT (id) DO NOTHING");
            return context.Deployments.Single().ClusterId;
        });
        if (claimed != clusterId)
        {
            throw new StoreProblemException(
                StoreProblemKind.OtherCluster,
                $"{database.Name} belongs to the cluster '{claimed}', and this one is '{clusterId}'; set "
                + $"Orleans__ClusterId to '{claimed}', or name another database in {PostgresDatabase.Key}.");
        }
    }
}
