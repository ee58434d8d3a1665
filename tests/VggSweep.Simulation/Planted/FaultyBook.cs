using VggSweep.Core.Grains;
using VggSweep.Core.Leases;

namespace VggSweep.Simulation.Planted;

/// <summary>A lease book to plant faults in: it does what the real one does.</summary>
internal abstract class FaultyBook(IGrainBase book) : IGrainBase, ILeaseBookGrain
{
    private readonly ILeaseBookGrain real = (ILeaseBookGrain)book;

    public IGrainContext GrainContext => book.GrainContext;

    protected ILeaseBookGrain Real => real;

    public Task OnActivateAsync(CancellationToken token) => book.OnActivateAsync(token);

    public virtual Task Queue(string sweep, SweepTerms terms, IReadOnlyList<QueuedTrial> trials) => real.Queue(sweep, terms, trials);

    public Task Withdraw(string sweep, int? trial) => real.Withdraw(sweep, trial);

    public Task Order(string sweep, int? trial, StopOrder order) => real.Order(sweep, trial, order);

    public Task<string> Join(string filesId) => real.Join(filesId);

    public Task<TimeSpan?> Claim(string worker, string silo) => real.Claim(worker, silo);

    public virtual Task<Lease?> Acquire(WorkerOffer offer) => real.Acquire(offer);

    public Task<BeatReply> Beat(WorkerOffer offer, int slots, IReadOnlyList<LeaseKey> keys) => real.Beat(offer, slots, keys);

    public Task<long> Listen(string worker, long heard, TimeSpan longest) => real.Listen(worker, heard, longest);

    public Task Leave(string worker) => real.Leave(worker);

    public virtual Task Released(LeaseKey key, QueuedTrial? again, AttemptMark mark) => real.Released(key, again, mark);

    public Task<bool> Drain(string worker, string reason) => real.Drain(worker, reason);

    public Task<IReadOnlyList<WorkerView>> Workers() => real.Workers();

    public Task<int?> Waiting(string sweep) => real.Waiting(sweep);

    public Task Tend() => real.Tend();

    /// <summary>Gives the last lease once more, without the store.</summary>
    internal sealed class GivesTwice(IGrainBase book) : FaultyBook(book)
    {
        private Lease? last;

        public override async Task<Lease?> Acquire(WorkerOffer offer)
        {
            if (await Real.Acquire(offer) is { } lease)
            {
                last = lease;
                return lease;
            }

            (var again, last) = (last, null);
            return again;
        }
    }

    /// <summary>Forgets what comes back.</summary>
    internal sealed class LosesRequeues(IGrainBase book) : FaultyBook(book)
    {
        public override Task Queue(string sweep, SweepTerms terms, IReadOnlyList<QueuedTrial> trials) =>
            Real.Queue(sweep, terms, [.. trials.Where(trial => trial.Fence == 0)]);

        public override Task Released(LeaseKey key, QueuedTrial? again, AttemptMark mark) => Real.Released(key, null, mark);
    }

    /// <summary>Gives leases to whoever asks, whatever it has to offer.</summary>
    internal sealed class IgnoresNeeds(IGrainBase book) : FaultyBook(book)
    {
        public override Task<Lease?> Acquire(WorkerOffer offer) =>
            Real.Acquire(offer with { MemoryBytes = long.MaxValue, Labels = ["fast"] });
    }

    /// <summary>Says that every worker has the arithmetic that a trial began with.</summary>
    internal sealed class MixesArithmetic(IGrainBase book) : FaultyBook(book)
    {
        public override Task Queue(string sweep, SweepTerms terms, IReadOnlyList<QueuedTrial> trials) =>
            Real.Queue(sweep, terms, [.. trials.Select(trial => trial with { Begun = null })]);

        public override Task Released(LeaseKey key, QueuedTrial? again, AttemptMark mark) =>
            Real.Released(key, again is null ? null : again with { Begun = null }, mark);
    }
}
