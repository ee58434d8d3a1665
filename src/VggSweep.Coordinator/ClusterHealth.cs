using Microsoft.Extensions.Diagnostics.HealthChecks;
using VggSweep.Coordinator.Api;
using VggSweep.Core.Grains;
using VggSweep.Store;

namespace VggSweep.Coordinator;

/// <summary>A coordinator is well when it reaches the database and the lease book: without either nothing is recorded or trained.</summary>
internal sealed class ClusterHealth(SweepStore store, IGrainFactory grains, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.FindSweepAsync("").WaitAsync(AnswerTime.Longest, time, cancellationToken);
            await grains.GetGrain<ILeaseBookGrain>(0).Workers().WaitAsync(AnswerTime.Longest, time, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception.IsAway())
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
