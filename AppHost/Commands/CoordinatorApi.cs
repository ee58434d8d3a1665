using VggSweep.Client;
using VggSweep.Core.Leases;

namespace VggSweep.AppHost.Commands;

/// <summary>The client of the coordinator that the AppHost runs.</summary>
internal static class CoordinatorApi
{
    /// <summary>Asks once: whoever asks here looks again anyway, or has a person who waits.</summary>
    /// <exception cref="CoordinatorProblemException">It has no address yet.</exception>
    public static CoordinatorClient At(IResourceWithEndpoints coordinator)
    {
        var endpoint = coordinator.GetEndpoint("http");
        return endpoint.IsAllocated
            ? new(CoordinatorAddresses.Parse(endpoint.Url), key: null, TimeProvider.System, patience: TimeSpan.Zero)
            : throw new CoordinatorProblemException(CoordinatorProblemKind.Unavailable, "The coordinator has not started yet.");
    }

    /// <exception cref="CoordinatorProblemException">The coordinator cannot be reached.</exception>
    public static async Task<bool> IsActiveAsync(this CoordinatorClient api, string worker, CancellationToken cancellation) =>
        (await api.WorkersAsync(cancellation)).Any(view => view.Worker == worker && view.State is WorkerState.Active);
}
