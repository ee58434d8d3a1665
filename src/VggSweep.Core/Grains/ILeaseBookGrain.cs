using VggSweep.Core.Leases;

namespace VggSweep.Core.Grains;

/// <summary>The one place that gives leases and takes them back. One grain, key 0.</summary>
[Alias("lease-book")]
public interface ILeaseBookGrain : IGrainWithIntegerKey
{
    /// <summary>Queues runnable trials.</summary>
    Task Queue(string sweep, SweepTerms terms, IReadOnlyList<QueuedTrial> trials);

    /// <summary>Gives no more leases for the sweep.</summary>
    Task Withdraw(string sweep);

    /// <summary>A lease for a free slot of the worker, or null when nothing waits.</summary>
    Task<Lease?> Acquire(string worker);

    /// <summary>Extends the leases by one TTL and returns those that the worker no longer holds.</summary>
    Task<IReadOnlyList<LeaseKey>> Renew(string worker, IReadOnlyList<LeaseKey> keys);

    /// <summary>The attempt has ended; the trial waits again if <paramref name="requeue"/>.</summary>
    Task Release(LeaseKey key, bool requeue);
}
