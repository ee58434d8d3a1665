namespace VggSweep.Core.Leases;

/// <summary>
/// Who waits and who holds: the rules of leasing without a store, a clock or a thread. A trial is queued at most once
/// and held at most once, never both; the store's fence is what makes that true between two books.
/// </summary>
/// <remarks>Time is handed in as a timestamp of any monotonic clock, in milliseconds.</remarks>
public sealed class LeaseBook(TimeSpan ttl)
{
    private static readonly Comparer<QueuedTrial> LongestFirst = Comparer<QueuedTrial>.Create((left, right) =>
    {
        var byMacs = right.Macs.CompareTo(left.Macs);
        var bySweep = byMacs != 0 ? byMacs : string.CompareOrdinal(left.Sweep, right.Sweep);
        return bySweep != 0 ? bySweep : left.Trial.CompareTo(right.Trial);
    });

    private readonly Dictionary<string, SweepQueue> sweeps = [];
    private readonly Dictionary<LeaseKey, Held> held = [];

    /// <summary>How long a lease lasts without a renewal.</summary>
    public TimeSpan Ttl => ttl;

    /// <summary>Queues trials of a sweep, of which at most <paramref name="slots"/> are held at once.</summary>
    public void Queue(string sweep, int? slots, IEnumerable<QueuedTrial> trials)
    {
        if (!sweeps.TryGetValue(sweep, out var queue))
        {
            sweeps[sweep] = queue = new SweepQueue();
        }

        queue.Slots = slots;
        queue.Waiting.UnionWith(trials.Where(trial => !Holds(trial)));
    }

    /// <summary>Forgets what waits of a sweep; what is held stays held until it is released.</summary>
    public void Withdraw(string sweep) => sweeps.Remove(sweep);

    /// <summary>The next trial to lease: the longest of the first sweep that has room, or null. It stays queued until it is granted.</summary>
    public QueuedTrial? Next() =>
        sweeps.Where(sweep => sweep.Value.Waiting.Count > 0 && HeldOf(sweep.Key) < (sweep.Value.Slots ?? int.MaxValue))
            .Select(sweep => sweep.Value.Waiting.Min)
            .FirstOrDefault();

    /// <summary>The store has given the trial this fence.</summary>
    public void Grant(QueuedTrial trial, LeaseKey key, string worker, long nowMilliseconds)
    {
        Dequeue(trial);
        held.Add(key, new Held(trial, worker, nowMilliseconds + (long)ttl.TotalMilliseconds));
    }

    /// <summary>The store knows better: the trial is not to be leased.</summary>
    public void Dequeue(QueuedTrial trial)
    {
        if (sweeps.TryGetValue(trial.Sweep, out var queue))
        {
            queue.Waiting.Remove(trial);
        }
    }

    /// <summary>Extends the worker's leases; those that it no longer holds are returned.</summary>
    public IReadOnlyList<LeaseKey> Renew(string worker, IReadOnlyList<LeaseKey> keys, long nowMilliseconds)
    {
        var lost = new List<LeaseKey>();
        foreach (var key in keys)
        {
            if (held.TryGetValue(key, out var lease) && lease.Worker == worker)
            {
                held[key] = lease with { UntilMilliseconds = nowMilliseconds + (long)ttl.TotalMilliseconds };
            }
            else
            {
                lost.Add(key);
            }
        }

        return lost;
    }

    /// <summary>Ends a lease; the trial waits again if <paramref name="requeue"/> and its sweep is still here.</summary>
    public bool Release(LeaseKey key, bool requeue)
    {
        if (!held.Remove(key, out var lease))
        {
            return false;
        }

        if (requeue && sweeps.TryGetValue(key.Sweep, out var queue))
        {
            queue.Waiting.Add(lease.Trial with { Fence = key.Fence });
        }

        return true;
    }

    /// <summary>Leases whose time is over, for the store to take back.</summary>
    public IReadOnlyList<LeaseKey> Expired(long nowMilliseconds) =>
        [.. held.Where(lease => lease.Value.UntilMilliseconds <= nowMilliseconds).Select(lease => lease.Key)];

    private int HeldOf(string sweep) => held.Keys.Count(key => key.Sweep == sweep);

    private bool Holds(QueuedTrial trial) => held.Keys.Any(key => key.Sweep == trial.Sweep && key.Trial == trial.Trial);

    private sealed class SweepQueue
    {
        public int? Slots { get; set; }

        public SortedSet<QueuedTrial> Waiting { get; } = new(LongestFirst);
    }

    private sealed record Held(QueuedTrial Trial, string Worker, long UntilMilliseconds);
}
