namespace VggSweep.Core.Leases;

/// <summary>The workers that the lease book knows: who is alive, what each offers, and whose every trial fails.</summary>
/// <remarks>Time is handed in as a timestamp of any monotonic clock, in milliseconds.</remarks>
public sealed class WorkerRegister(TimeSpan ttl)
{
    /// <summary>Failures in a row, of different trials, after which a worker is set aside.</summary>
    public const int MostFailures = 3;

    private readonly Dictionary<string, Entry> entries = [];

    /// <summary>Names of workers that have not been seen yet.</summary>
    private readonly Dictionary<string, Claimed> claims = [];

    /// <summary>Reserves a worker's name for its silo, unless another silo that is alive has it.</summary>
    /// <param name="worker">The name.</param>
    /// <param name="silo">Who asks for it.</param>
    /// <param name="isDead">Whether the cluster declared a silo dead.</param>
    /// <param name="now">The time.</param>
    /// <returns>How long ago the other silo gave a sign of life, in milliseconds; null when the name is reserved.</returns>
    public long? Claim(string worker, string silo, Func<string, bool> isDead, long now)
    {
        var holder = entries.TryGetValue(worker, out var entry)
            ? new Claimed(entry.Offer.Silo, entry.SeenAt)
            : claims.GetValueOrDefault(worker);
        if (holder is not null && holder.Silo != silo && !isDead(holder.Silo) && now - holder.At < ttl.TotalMilliseconds)
        {
            return now - holder.At;
        }

        claims[worker] = new(silo, now);
        return null;
    }

    /// <summary>A sign of life.</summary>
    /// <returns>Whether the worker is new.</returns>
    public bool Saw(WorkerOffer offer, long now)
    {
        var isNew = !entries.TryGetValue(offer.Worker, out var entry) || entry.Offer.Silo != offer.Silo;
        if (isNew)
        {
            entries[offer.Worker] = entry = new Entry();
        }

        claims.Remove(offer.Worker);
        (entry!.Offer, entry.SeenAt) = (offer, now);
        return isNew;
    }

    public WorkerState StateOf(string worker, long now) =>
        !entries.TryGetValue(worker, out var entry) || !IsAlive(entry, now) ? WorkerState.Gone : entry.State;

    /// <summary>Address of the worker's silo; null when it is not known.</summary>
    public string? SiloOf(string worker) => entries.GetValueOrDefault(worker)?.Offer.Silo;

    public void SetSlots(string worker, int slots) => entries[worker].Slots = slots;

    /// <summary>Forgets one that said that it leaves.</summary>
    public bool Remove(string worker) => entries.Remove(worker);

    /// <summary>Those that are alive, without what they hold.</summary>
    public IEnumerable<WorkerView> View(long now) => entries.Values.Where(entry => IsAlive(entry, now)).Select(entry => new WorkerView(
        entry.Offer.Worker, entry.State, entry.Slots, entry.Offer.Numerics, entry.Offer.MemoryBytes, entry.Offer.Labels, []));

    /// <summary>Gives the worker no more work.</summary>
    /// <returns>False when there is no such worker alive.</returns>
    public bool Drain(string worker, long now)
    {
        if (StateOf(worker, now) is WorkerState.Gone)
        {
            return false;
        }

        entries[worker].State = WorkerState.Draining;
        return true;
    }

    /// <summary>
    /// Notes how an attempt ended there. The last worker is set aside only when its machine is at fault: otherwise its trials
    /// fail and are counted.
    /// </summary>
    /// <returns>Whether the worker is set aside by it.</returns>
    public bool Note(string worker, string trial, AttemptMark mark, long now)
    {
        if (!entries.TryGetValue(worker, out var entry))
        {
            return false;
        }

        switch (mark)
        {
            case AttemptMark.Sound:
                entry.Failed.Clear();
                return false;
            case AttemptMark.Suspect:
                entry.Failed.Add(trial);
                break;
        }

        var isUnfit = mark is AttemptMark.Broken || (entry.Failed.Count >= MostFailures && HasOther(worker, _ => true, now));
        if (entry.State is not WorkerState.Active || !isUnfit)
        {
            return false;
        }

        entry.State = WorkerState.SetAside;
        return true;
    }

    /// <summary>Forgets those that are silent for longer than a lease lasts.</summary>
    public IReadOnlyList<string> TakeGone(long now)
    {
        var gone = entries.Where(entry => !IsAlive(entry.Value, now)).Select(entry => entry.Key).ToList();
        gone.ForEach(name => entries.Remove(name));
        return gone;
    }

    /// <summary>Whether another worker that gets work is of that kind.</summary>
    public bool HasOther(string worker, Func<WorkerOffer, bool> isSo, long now) => entries.Any(entry =>
        entry.Key != worker && entry.Value.State is WorkerState.Active && IsAlive(entry.Value, now) && isSo(entry.Value.Offer));

    private bool IsAlive(Entry entry, long now) => now - entry.SeenAt < ttl.TotalMilliseconds;

    private sealed record Claimed(string Silo, long At);

    private sealed class Entry
    {
        public WorkerOffer Offer { get; set; } = null!;

        public long SeenAt { get; set; }

        public int Slots { get; set; }

        public WorkerState State { get; set; } = WorkerState.Active;

        /// <summary>The trials that failed here since one went well.</summary>
        public HashSet<string> Failed { get; } = [];
    }
}
