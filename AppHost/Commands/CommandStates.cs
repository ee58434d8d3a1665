using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VggSweep.AppHost.Commands;

/// <summary>When a command makes sense.</summary>
internal static class CommandStates
{
    public static ResourceCommandState WhenHealthy(UpdateCommandStateContext context, bool also = true) =>
        also && context.ResourceSnapshot.State?.Text == KnownResourceStates.Running
            && context.ResourceSnapshot.HealthStatus is HealthStatus.Healthy
            ? ResourceCommandState.Enabled
            : ResourceCommandState.Disabled;
}
