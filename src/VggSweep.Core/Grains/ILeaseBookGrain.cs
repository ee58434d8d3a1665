using VggSweep.Core.Leases;

namespace VggSweep.Core.Grains;

/// <summary>The one place that gives leases and takes them back, and that knows the workers. One grain, key 0.</summary>
[Alias("lease-book")]
public interface ILeaseBookGrain : IGrainWithIntegerKey
{
    /// <summary>Queues runnable trials.</summary>
    Task Queue(string sweep, SweepTerms terms, IReadOnlyList<QueuedTrial> trials);

    /// <summary>Gives no more leases for the sweep, or for one of its trials.</summary>
    Task Withdraw(string sweep, int? trial);

    /// <summary>Asks the workers to end what they train of the sweep, or of one of its trials.</summary>
    Task Order(string sweep, int? trial, StopOrder order);

    /// <summary>Asks whether a worker reaches the folder that the cluster's files are in.</summary>
    /// <param name="filesId">What stands in the worker's folder.</param>
    /// <returns>What stands in the cluster's.</returns>
    Task<string> Join(string filesId);

    /// <summary>Reserves a worker's name for its silo.</summary>
    /// <returns>How long ago another silo by that name gave a sign of life; null when the name is reserved.</returns>
    Task<TimeSpan?> Claim(string worker, string silo);

    /// <summary>A lease for a free slot, or null when nothing waits that suits it.</summary>
    Task<Lease?> Acquire(WorkerOffer offer);

    /// <summary>A worker's sign of life: renews its leases, and hears what it is to do.</summary>
    /// <param name="slots">Trials that the worker trains at once.</param>
    Task<BeatReply> Beat(WorkerOffer offer, int slots, IReadOnlyList<LeaseKey> keys);

    /// <summary>Ends when there is news for the worker, something to train or to stop; at the latest after that time.</summary>
    /// <param name="heard">The number of the news that the worker heard last.</param>
    /// <returns>The number of the newest news.</returns>
    Task<long> Listen(string worker, long heard, TimeSpan longest);

    /// <summary>The worker goes, and holds nothing any more.</summary>
    Task Leave(string worker);

    /// <summary>The attempt has ended.</summary>
    /// <param name="again">The trial as it waits from now on; null when it does not.</param>
    /// <param name="mark">What the end says of the worker.</param>
    Task Released(LeaseKey key, QueuedTrial? again, AttemptMark mark);

    /// <summary>Asks a worker to hand over what it trains and to leave.</summary>
    /// <returns>False when there is no such worker.</returns>
    Task<bool> Drain(string worker, string reason);

    Task<IReadOnlyList<WorkerView>> Workers();

    /// <summary>How many trials of the sweep wait; null when it is not queued at all.</summary>
    Task<int?> Waiting(string sweep);

    /// <summary>Wakes the book where it sleeps: its timers run only while it is active.</summary>
    Task Tend();
}
