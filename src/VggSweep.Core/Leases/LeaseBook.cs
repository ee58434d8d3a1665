using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Leases;

/// <summary>
/// Who waits and who holds: the rules of leasing and placement without a store, a clock or a thread. A trial waits at
/// most once and is held at most once, never both; the store's fence is what makes that true between two books.
/// </summary>
/// <remarks>
/// Time is handed in as a timestamp of any monotonic clock, in milliseconds. Labels and memory are hard requirements;
/// then the highest priority, then the smallest share of slot time, then begun trials, then the longest.
/// </remarks>
/// <param name="ttl">How long a lease lasts without a renewal.</param>
/// <param name="workers">The workers that are known already; they outlive a book that is made again.</param>
public sealed class LeaseBook(TimeSpan ttl, WorkerRegister workers)
{
    private readonly Dictionary<string, SweepQueue> sweeps = [];
    private readonly Dictionary<(string Sweep, int Trial), Held> held = [];
    private readonly FairShare shares = new();

    public LeaseBook(TimeSpan ttl)
        : this(ttl, new WorkerRegister(ttl))
    {
    }

    public WorkerRegister Workers => workers;

    /// <summary>How many trials of a sweep wait; null when it is not queued at all.</summary>
    public int? WaitingOf(string sweep) => sweeps.TryGetValue(sweep, out var queue) && queue.IsOpen ? queue.Waiting : null;

    /// <summary>Trials that wait for a slot.</summary>
    public int Waiting => sweeps.Values.Sum(queue => queue.Waiting);

    public SweepTerms TermsOf(string sweep) => sweeps[sweep].Terms;

    /// <summary>Whether the sweep has fewer trials in training than it may have.</summary>
    public bool HasRoom(string sweep) => !sweeps.TryGetValue(sweep, out var queue) || queue.HasRoom;

    /// <summary>The workers that are alive, with what they hold.</summary>
    public IReadOnlyList<WorkerView> ViewWorkers(long now)
    {
        var holds = held.Values.Where(lease => lease.Key is not null).ToLookup(lease => lease.Worker, lease => lease.Key!);
        return [.. workers.View(now).Select(view => view with { Holds = [.. holds[view.Worker]] })];
    }

    /// <summary>Queues trials of a sweep; those that are held already stay held.</summary>
    public void Queue(string sweep, SweepTerms terms, IEnumerable<QueuedTrial> trials, long now)
    {
        var queue = QueueOf(sweep);
        queue.IsOpen = true;
        (queue.Terms, queue.Account.Priority) = (terms, terms.Priority);
        foreach (var trial in trials.Where(trial => !held.ContainsKey((sweep, trial.Trial))))
        {
            queue.Add(trial, now);
        }
    }

    /// <summary>Forgets what waits of a sweep, or one of its trials; what is held stays held until it is released.</summary>
    public void Withdraw(string sweep, int? trial = null)
    {
        if (!sweeps.TryGetValue(sweep, out var queue))
        {
            return;
        }

        if (trial is { } one)
        {
            queue.Remove(one);
            return;
        }

        queue.IsOpen = false;
        queue.Clear();
        DropIfDone(queue);
    }

    /// <summary>The next trial for the slot, or null. It counts as held from now on: grant it, or put it back.</summary>
    public QueuedTrial? Take(WorkerOffer offer, long now)
    {
        if (Workers.StateOf(offer.Worker, now) is not WorkerState.Active)
        {
            return null;
        }

        var candidates = sweeps.Values
            .Where(queue => queue.Waiting > 0 && queue.HasRoom && queue.Terms.Labels.All(offer.Labels.Contains))
            .OrderByDescending(queue => queue.Terms.Priority)
            .ThenBy(queue => shares.Start(queue.Account, now))
            .ThenBy(queue => queue.Sweep, StringComparer.Ordinal);
        foreach (var queue in candidates)
        {
            if (queue.Pick(offer.MemoryBytes, (trial, since) => MayGoOn(queue.Terms, trial, offer, since, now)) is { } trial)
            {
                var waited = TimeSpan.FromMilliseconds(now - queue.SinceOf(trial.Trial));
                queue.Remove(trial.Trial);
                held[(trial.Sweep, trial.Trial)] = new Held(trial, offer.Worker, offer.Silo, shares.Begin(queue.Account, now))
                {
                    RenewedAt = now,
                    Waited = waited,
                };
                return trial;
            }
        }

        return null;
    }

    /// <summary>The store has given a taken trial its next fence.</summary>
    public void Grant(LeaseKey key)
    {
        if (held.TryGetValue((key.Sweep, key.Trial), out var lease))
        {
            lease.Key = key;
        }
    }

    /// <summary>How long a trial that is taken waited for its slot.</summary>
    public TimeSpan WaitedOf(QueuedTrial taken) =>
        held.TryGetValue((taken.Sweep, taken.Trial), out var lease) ? lease.Waited : TimeSpan.Zero;

    /// <summary>A lease that the rows tell of.</summary>
    public void Restore(LeaseKey key, SweepTerms terms, QueuedTrial trial, string worker, long now)
    {
        var queue = QueueOf(key.Sweep);
        (queue.Terms, queue.Account.Priority) = (terms, terms.Priority);
        held[(key.Sweep, key.Trial)] = new Held(trial, worker, workers.SiloOf(worker), shares.Begin(queue.Account, now))
        {
            Key = key,
            RenewedAt = now,
        };
    }

    /// <summary>Asks for the end of what is held of a sweep, or of one of its trials.</summary>
    public void Order(string sweep, int? trial, StopOrder order)
    {
        foreach (var lease in held.Values.Where(lease => lease.Trial.Sweep == sweep && (trial is null || lease.Trial.Trial == trial)))
        {
            lease.Order = order;
        }
    }

    /// <summary>What the worker is to do with what it holds.</summary>
    public IReadOnlyList<(LeaseKey Key, StopOrder Order)> OrdersFor(string worker) =>
        [
            .. held.Values.Where(lease => lease.Worker == worker && lease is { Key: not null, Order: not null }).Select(
                lease => (lease.Key!, lease.Order!.Value)),
        ];

    /// <summary>A sign of life of what the worker holds.</summary>
    public void Renew(IReadOnlyList<LeaseKey> keys, long now)
    {
        foreach (var key in keys)
        {
            if (held.TryGetValue((key.Sweep, key.Trial), out var lease) && lease.Key == key)
            {
                lease.RenewedAt = now;
            }
        }
    }

    /// <summary>The leases of workers on silos that are so.</summary>
    /// <param name="isSo">Asked with a silo's address.</param>
    public IReadOnlyList<LeaseKey> HeldOn(Func<string, bool> isSo) =>
        [.. held.Values.Where(lease => lease is { Key: not null, Silo: not null } && isSo(lease.Silo)).Select(lease => lease.Key!)];

    /// <summary>Whether the process that got the lease is heard of, so that it knows nothing of a lease that it does not renew.</summary>
    public bool IsHolderAlive(LeaseKey key, long now) =>
        held.TryGetValue((key.Sweep, key.Trial), out var lease) && lease.Key == key && lease.Silo is not null
        && workers.SiloOf(lease.Worker) == lease.Silo && workers.StateOf(lease.Worker, now) is not WorkerState.Gone;

    /// <summary>Leases without a sign of life for twice their time: their end may have been told to nobody.</summary>
    public IReadOnlyList<LeaseKey> Silent(long now) =>
        [
            .. held.Values.Where(lease => lease.Key is not null && now - lease.RenewedAt > 2 * ttl.TotalMilliseconds)
                .Select(lease => lease.Key!),
        ];

    /// <summary>Ends a lease; an older one than the newest is none any more.</summary>
    /// <param name="key">The lease.</param>
    /// <param name="again">The trial as it waits from now on; null when it does not.</param>
    /// <param name="now">The time.</param>
    /// <returns>The worker that held it, or null when nobody did.</returns>
    public string? Release(LeaseKey key, QueuedTrial? again, long now)
    {
        if (held.TryGetValue((key.Sweep, key.Trial), out var lease) && lease.Key == key)
        {
            End(lease, again, now);
            return lease.Worker;
        }

        if (lease is null && again is not null && sweeps.TryGetValue(key.Sweep, out var queue) && queue.IsOpen)
        {
            queue.Add(again, now);
        }

        return null;
    }

    /// <summary>A trial that was taken got no lease.</summary>
    /// <param name="taken">The trial.</param>
    /// <param name="again">Whether it waits again.</param>
    /// <param name="now">The time.</param>
    public void PutBack(QueuedTrial taken, bool again, long now)
    {
        if (held.TryGetValue((taken.Sweep, taken.Trial), out var lease) && lease.Key is null)
        {
            End(lease, again ? taken : null, now);
        }
    }

    private void End(Held lease, QueuedTrial? again, long now)
    {
        var (sweep, trial) = (lease.Trial.Sweep, lease.Trial.Trial);
        held.Remove((sweep, trial));
        shares.End(lease.Charge, now);
        var queue = sweeps[sweep];
        if (again is not null && queue.IsOpen)
        {
            queue.Add(again, now);
        }

        DropIfDone(queue);
    }

    private SweepQueue QueueOf(string sweep)
    {
        if (!sweeps.TryGetValue(sweep, out var queue))
        {
            sweeps[sweep] = queue = new SweepQueue(sweep);
        }

        return queue;
    }

    private void DropIfDone(SweepQueue queue)
    {
        if (!queue.IsOpen && queue.Account.Running.Count == 0)
        {
            sweeps.Remove(queue.Sweep);
        }
    }

    /// <summary>
    /// A begun trial goes to equal numerics, and not back to where it failed, while another worker could take it; under
    /// <see cref="ResumeRule.Any"/> it waits no longer than a lease lasts.
    /// </summary>
    private bool MayGoOn(SweepTerms terms, QueuedTrial trial, WorkerOffer offer, long since, long now)
    {
        var patient = now - since < ttl.TotalMilliseconds;
        if (trial.Begun is { } begun && !offer.Numerics.SameArithmetic(begun))
        {
            return terms.Resume is ResumeRule.Any
                && !(patient && HasOther(other => other.Numerics.SameArithmetic(begun)));
        }

        return trial.FailedOn != offer.Worker
            || !(patient && HasOther(other => trial.Begun is null || other.Numerics.SameArithmetic(trial.Begun)));

        bool HasOther(Func<WorkerOffer, bool> isSo) => Workers.HasOther(
            offer.Worker, other => trial.MemoryBytes <= other.MemoryBytes && terms.Labels.All(other.Labels.Contains) && isSo(other), now);
    }

    private sealed class Held(QueuedTrial trial, string worker, string? silo, FairShare.Charge charge)
    {
        public QueuedTrial Trial => trial;

        public string Worker => worker;

        /// <summary>
        /// Where the worker ran when it got the lease: one that came back under its name holds nothing of it. Null when
        /// it is not known.
        /// </summary>
        public string? Silo => silo;

        public FairShare.Charge Charge => charge;

        /// <summary>Null until the store has given the fence.</summary>
        public LeaseKey? Key { get; set; }

        public StopOrder? Order { get; set; }

        public long RenewedAt { get; set; }

        /// <summary>For its slot.</summary>
        public TimeSpan Waited { get; init; }
    }
}
