using System.Collections.Concurrent;
using VggSweep.Core.Leases;

namespace VggSweep.Worker.Slots;

/// <summary>
/// The leases that this worker believes it holds. Each ends by the worker's own monotonic clock, counted from before
/// the request that granted or renewed it left, so that a frozen worker never reports under a lease that is over.
/// </summary>
internal sealed class HeldLeases(TimeProvider time)
{
    private readonly ConcurrentDictionary<LeaseKey, Entry> entries = new();

    public IReadOnlyList<LeaseKey> Keys => [.. entries.Keys];

    /// <summary>The token ends when the lease is lost.</summary>
    public CancellationToken Add(Lease lease, long askedAt)
    {
        var entry = new Entry(lease.Ttl) { RenewedAt = askedAt };
        entries[lease.Key] = entry;
        return entry.Lost.Token;
    }

    public void Remove(LeaseKey key) => entries.TryRemove(key, out _);

    /// <summary>The answer to a renewal that left at <paramref name="askedAt"/>.</summary>
    public void Renewed(IReadOnlyList<LeaseKey> asked, IReadOnlyList<LeaseKey> lost, long askedAt)
    {
        foreach (var key in asked)
        {
            if (!entries.TryGetValue(key, out var entry))
            {
                continue;
            }

            if (lost.Contains(key))
            {
                entry.Lost.Cancel();
            }
            else
            {
                entry.RenewedAt = askedAt;
            }
        }
    }

    /// <summary>Gives up what could not be renewed in time.</summary>
    public void DropExpired()
    {
        foreach (var entry in entries.Values.Where(entry => time.GetElapsedTime(entry.RenewedAt) >= entry.Ttl))
        {
            entry.Lost.Cancel();
        }
    }

    private sealed class Entry(TimeSpan ttl)
    {
        public TimeSpan Ttl => ttl;

        public long RenewedAt { get; set; }

        public CancellationTokenSource Lost { get; } = new();
    }
}
