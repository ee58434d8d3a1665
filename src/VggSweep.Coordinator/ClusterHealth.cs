using Microsoft.Extensions.Diagnostics.HealthChecks;
using VggSweep.Core.Grains;
using VggSweep.Store;

namespace VggSweep.Coordinator;

/// <summary>A coordinator is well when it reaches the database and the lease book: without either nothing is recorded or trained.</summary>
internal sealed class ClusterHealth(SweepStore store, IGrainFactory grains) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.FindSweepAsync("");
            await grains.GetGrain<ILeaseBookGrain>(0).Workers();
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception.IsAway())
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
