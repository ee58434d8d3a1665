using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Trials;
using VggSweep.Simulation.Checks;
using VggSweep.Simulation.Virtual;

namespace VggSweep.Simulation.Cluster;

/// <summary>Grain references of one node: every call goes through the network.</summary>
internal sealed partial class Links(Network network, Node from, Watch watch)
{
    private readonly Node from = from;
    private readonly Watch watch = watch;

    private TGrain Get<TGrain>(string key) => (TGrain)(object)(
        typeof(TGrain) == typeof(ILeaseBookGrain) ? new BookLink(this, new GrainKey(typeof(TGrain), key))
        : typeof(TGrain) == typeof(ITrialGrain) ? new TrialLink(this, new GrainKey(typeof(TGrain), key))
        : new SweepLink(this, new GrainKey(typeof(TGrain), key)));

    private Task<T> CallAsync<TGrain, T>(GrainKey to, Func<TGrain, Task<T>> call)
        where TGrain : class => network.CallAsync(from, to, call);

    private Task<bool> CallAsync<TGrain>(GrainKey to, Func<TGrain, Task> call)
        where TGrain : class => network.CallAsync<TGrain, bool>(from, to, async grain =>
        {
            await call(grain);
            return true;
        });

    private sealed class BookLink(Links links, GrainKey key) : ILeaseBookGrain
    {
        public Task Queue(string sweep, SweepTerms terms, IReadOnlyList<QueuedTrial> trials) =>
            Call(book => book.Queue(sweep, terms, trials));

        public Task Withdraw(string sweep, int? trial) => Call(book => book.Withdraw(sweep, trial));

        public Task Order(string sweep, int? trial, StopOrder order) => Call(book => book.Order(sweep, trial, order));

        public Task<string> Join(string filesId) => Call(book => book.Join(filesId));

        public Task<TimeSpan?> Claim(string worker, string silo) => Call(book => book.Claim(worker, silo));

        public Task<Lease?> Acquire(WorkerOffer offer) => Call(async book =>
        {
            var lease = await book.Acquire(offer);
            links.watch.Granted(offer, lease);
            return lease;
        });

        public Task<BeatReply> Beat(WorkerOffer offer, int slots, IReadOnlyList<LeaseKey> keys) =>
            Call(book => book.Beat(offer, slots, keys));

        public Task<long> Listen(string worker, long heard, TimeSpan longest) => Call(book => book.Listen(worker, heard, longest));

        public Task Leave(string worker) => Call(book => book.Leave(worker));

        public Task Released(LeaseKey lease, QueuedTrial? again, AttemptMark mark) => Call(book => book.Released(lease, again, mark));

        public Task<bool> Drain(string worker, string reason) => Call(book => book.Drain(worker, reason));

        public Task<IReadOnlyList<WorkerView>> Workers() => Call(book => book.Workers());

        public Task<int?> Waiting(string sweep) => Call(book => book.Waiting(sweep));

        public Task Tend() => Call(book => book.Tend());

        private Task<T> Call<T>(Func<ILeaseBookGrain, Task<T>> call) => links.CallAsync(key, call);

        private Task<bool> Call(Func<ILeaseBookGrain, Task> call) => links.CallAsync(key, call);
    }

    private sealed class TrialLink(Links links, GrainKey key) : ITrialGrain
    {
        public Task<bool> Began(long fence, string path) => links.CallAsync<ITrialGrain, bool>(key, trial => trial.Began(fence, path));

        public Task<EpochReply> Record(long fence, EpochRecord record)
        {
            return links.CallAsync<ITrialGrain, EpochReply>(key, async trial =>
            {
                var reply = await trial.Record(fence, record);
                links.watch.Recorded(links.from, key.Key, fence, reply);
                return reply;
            });
        }

        public Task<IReadOnlyList<string>?> Checkpointed(long fence, CheckpointReference checkpoint) =>
            links.CallAsync<ITrialGrain, IReadOnlyList<string>?>(key, trial => trial.Checkpointed(fence, checkpoint));

        public Task<IReadOnlyList<string>?> End(long fence, TrialOutcome outcome) =>
            links.CallAsync<ITrialGrain, IReadOnlyList<string>?>(key, trial => trial.End(fence, outcome));
    }

    private sealed class SweepLink(Links links, GrainKey key) : ISweepGrain
    {
        public Task<bool> Start() => Call(sweep => sweep.Start());

        public Task<SweepTerms> Terms() => Call(sweep => sweep.Terms());

        public Task<Decision> Judge(int trial, EpochRecord record) => Call(sweep => sweep.Judge(trial, record));

        public Task Left(int trial, TrialState state, string outcome) => Call(sweep => sweep.Left(trial, state, outcome));

        public Task<bool> Pause(string reason) => Call(sweep => sweep.Pause(reason));

        public Task<bool> Cancel(int? trial, string reason) => Call(sweep => sweep.Cancel(trial, reason));

        public Task<IReadOnlyList<int>> Retry(int? trial, string reason) => Call(sweep => sweep.Retry(trial, reason));

        public Task<ExtendReply> Extend(string yaml) => Call(sweep => sweep.Extend(yaml));

        public Task<ExtendReply> Enqueue(Dictionary<string, string> settings) => Call(sweep => sweep.Enqueue(settings));

        public Task<bool> Delete() => Call(sweep => sweep.Delete());

        public Task Tend() => Call(sweep => sweep.Tend());

        private Task<T> Call<T>(Func<ISweepGrain, Task<T>> call) => links.CallAsync(key, call);

        private Task<bool> Call(Func<ISweepGrain, Task> call) => links.CallAsync(key, call);
    }
}
