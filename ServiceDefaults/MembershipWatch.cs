using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace VggSweep.ServiceDefaults;

/// <summary>
/// Compares this silo's view of the cluster with the membership table every second, which restores a table that was
/// lost, and ends the program when it turns out to have been an island.
/// </summary>
internal sealed class MembershipWatch(
    RestoredMembershipTable table, IClusterMembershipService membership, ILocalSiloDetails silo,
    IFatalErrorHandler fatal, TimeProvider time)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>A server restarts in less.</summary>
    private static readonly TimeSpan LongestUnread = TimeSpan.FromSeconds(10);

    /// <summary>Coordinators that are started together, by clocks that differ a little, are no elders of each other.</summary>
    private static readonly TimeSpan SameStart = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long readAt = time.GetTimestamp();
    private string? problem;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await first.Task.WaitAsync(cancellationToken);
        var unread = time.GetElapsedTime(Volatile.Read(ref readAt));
        var found = unread > LongestUnread ? $"the membership table could not be read for {unread.TotalSeconds:0} s" : problem;
        return found is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(found);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await CompareAsync(stoppingToken);
                Volatile.Write(ref readAt, time.GetTimestamp());
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The server is down: silos continue with what they know. Health tells when that lasts.
            }

            first.TrySetResult();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task CompareAsync(CancellationToken stop)
    {
        var data = await table.ReadAllAsync(stop);
        var version = new MembershipVersion(data.Version.Version);
        if (membership.CurrentSnapshot.Version < version)
        {
            await membership.Refresh(version, stop);
        }

        if (table.IsFounder && Elder(data) is { } elder)
        {
            fatal.OnFatalException(
                this,
                $"it began a second cluster, since the table lacked {elder.SiloName} at {elder.SiloAddress.Endpoint}");
        }

        problem = data.TryGet(silo.SiloAddress)?.Item1.Status is not SiloStatus.Active ? "this silo is not active in the membership table"
            : membership.CurrentSnapshot.Version < version ? "this silo's view of the cluster is older than the membership table"
            : null;
    }

    /// <summary>An active coordinator that is older than this silo.</summary>
    private MembershipEntry? Elder(MembershipTableData data) =>
        data.TryGet(silo.SiloAddress) is { } own
            ? data.Members.Select(member => member.Item1).FirstOrDefault(entry =>
                SiloNames.IsCoordinator(entry.SiloName) && entry.Status is SiloStatus.Active
                    && entry.StartTime < own.Item1.StartTime - SameStart)
            : null;
}
