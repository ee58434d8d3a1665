using VggSweep.Core.Leases;

namespace VggSweep.Worker.Slots;

/// <summary>A lease that this worker believes it holds. It ends by itself, whoever may be waiting for an answer then.</summary>
internal sealed class HeldLease : IDisposable
{
    private readonly TimeSpan ttl;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource lost;
    private readonly TaskCompletionSource<StopOrder> ordered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="ttl">Counted from <paramref name="askedAt"/>.</param>
    /// <param name="askedAt">Timestamp from before the request that granted it left.</param>
    public HeldLease(TimeSpan ttl, long askedAt, TimeProvider time)
    {
        (this.ttl, this.time) = (ttl, time);
        lost = new CancellationTokenSource(Left(askedAt), time);
    }

    /// <summary>Ends when the lease is over.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Ends when somebody wants the attempt to end.</summary>
    public Task<StopOrder> Ordered => ordered.Task;

    /// <param name="askedAt">Timestamp from before the request that renewed it left.</param>
    public void Renew(long askedAt) => lost.CancelAfter(Left(askedAt));

    public void Order(StopOrder order) => ordered.TrySetResult(order);

    public void Lose() => lost.Cancel();

    public void Dispose() => lost.Dispose();

    private TimeSpan Left(long askedAt)
    {
        var left = ttl - time.GetElapsedTime(askedAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
