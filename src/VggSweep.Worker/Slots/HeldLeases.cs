using System.Collections.Concurrent;
using VggSweep.Core.Leases;

namespace VggSweep.Worker.Slots;

/// <summary>
/// The leases that this worker believes it holds. Each ends by the worker's own monotonic clock, counted from before
/// the request that granted or renewed it left, so that a frozen worker never reports under a lease that is over.
/// </summary>
internal sealed class HeldLeases(TimeProvider time)
{
    private readonly ConcurrentDictionary<LeaseKey, HeldLease> leases = new();

    public IReadOnlyList<LeaseKey> Keys => [.. leases.Keys];

    public HeldLease Add(Lease lease, long askedAt) => leases[lease.Key] = new HeldLease(lease.Ttl, askedAt, time);

    public void Remove(LeaseKey key)
    {
        if (leases.TryRemove(key, out var lease))
        {
            lock (lease)
            {
                lease.Dispose();
            }
        }
    }

    /// <summary>The answer to a heartbeat that left at <paramref name="askedAt"/>.</summary>
    public void Renewed(IReadOnlyList<LeaseKey> asked, BeatReply reply, long askedAt)
    {
        foreach (var key in asked.Except(reply.Lost))
        {
            if (leases.TryGetValue(key, out var lease))
            {
                lock (lease)
                {
                    Renew(key, lease, askedAt);
                }
            }
        }

        foreach (var key in reply.Lost)
        {
            Lose(key);
        }

        foreach (var (key, order) in reply.Orders)
        {
            leases.GetValueOrDefault(key)?.Order(order);
        }
    }

    /// <summary>Not when its attempt has ended meanwhile.</summary>
    private void Renew(LeaseKey key, HeldLease lease, long askedAt)
    {
        if (leases.ContainsKey(key))
        {
            lease.Renew(askedAt);
        }
    }

    private void Lose(LeaseKey key)
    {
        if (leases.TryRemove(key, out var lease))
        {
            lease.Lose();
        }
    }
}
