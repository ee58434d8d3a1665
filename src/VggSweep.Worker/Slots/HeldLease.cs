using VggSweep.Core.Leases;

namespace VggSweep.Worker.Slots;

/// <summary>A lease that this worker believes it holds.</summary>
/// <param name="ttl">Counted from <paramref name="askedAt"/>.</param>
/// <param name="askedAt">Timestamp from before the request that granted it left.</param>
internal sealed class HeldLease(TimeSpan ttl, long askedAt) : IDisposable
{
    private readonly CancellationTokenSource lost = new();
    private readonly TaskCompletionSource<StopOrder> ordered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimeSpan Ttl => ttl;

    /// <summary>Timestamp from before the newest request that renewed it left.</summary>
    public long RenewedAt { get; set; } = askedAt;

    /// <summary>Ends when the lease is over.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Ends when somebody wants the attempt to end.</summary>
    public Task<StopOrder> Ordered => ordered.Task;

    public void Order(StopOrder order) => ordered.TrySetResult(order);

    public void Lose() => lost.Cancel();

    public void Dispose() => lost.Dispose();
}
