using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using VggSweep.Coordinator.Telemetry;
using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Telemetry;
using VggSweep.Store;

namespace VggSweep.Coordinator.Grains;

/// <summary>
/// Keeps the <see cref="LeaseBook"/>, which it can make again from the rows at any time, and writes each lease to the
/// store before it is given.
/// </summary>
/// <remarks>
/// Turns interleave, so that many leases share one commit. What a turn takes from the book before it waits for the
/// store counts as held, so no other turn can take it.
/// </remarks>
[Reentrant]
internal sealed partial class LeaseBookGrain(
    IGrainContext context, IGrainFactory grains, SweepStore store, CoordinatorOptions options, ISiloStatusOracle silos,
    CoordinatorTelemetry telemetry, TimeProvider time, ILogger<LeaseBookGrain> logger) : IGrainBase, ILeaseBookGrain
{
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);

    private readonly News news = new(time);
    private LeaseBook book = new(options.LeaseTtl);

    /// <summary>False while the book may differ from the rows: nothing is leased then.</summary>
    private bool isTrue;

    private bool ticks;

    public IGrainContext GrainContext => context;

    public async Task OnActivateAsync(CancellationToken token)
    {
        await RestoreAsync();
        var period = TimeSpan.FromTicks(Math.Min(LongestTick.Ticks, options.LeaseTtl.Ticks / 10));
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(period, period) { Interleave = true, KeepAlive = true });
    }

    public Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token)
    {
        telemetry.CloseBook();
        return Task.CompletedTask;
    }

    public Task Queue(string sweep, SweepTerms terms, IReadOnlyList<QueuedTrial> trials)
    {
        book.Queue(sweep, terms, trials, Now());
        news.Spread();
        return Task.CompletedTask;
    }

    public Task Withdraw(string sweep, int? trial)
    {
        book.Withdraw(sweep, trial);
        return Task.CompletedTask;
    }

    public Task Order(string sweep, int? trial, StopOrder order)
    {
        book.Order(sweep, trial, order);
        news.Spread();
        return Task.CompletedTask;
    }

    public Task<string> Join(string filesId) => StoreAsync(() => store.ClaimFilesAsync(filesId));

    public Task<TimeSpan?> Claim(string worker, string silo) => Task.FromResult(
        book.Workers.Claim(worker, silo, IsDead, Now()) is { } ago ? TimeSpan.FromMilliseconds(ago) : (TimeSpan?)null);

    public async Task<Lease?> Acquire(WorkerOffer offer)
    {
        if (!IsActive(offer))
        {
            return null;
        }

        await SawAsync(offer);
        while (isTrue && book.Take(offer, Now()) is { } next)
        {
            var (from, waited) = (book, book.WaitedOf(next));
            if (await LeaseAsync(next, offer) is { } leased)
            {
                // A row that cannot be read is never queued.
                var spec = TrialSpecJson.Read(leased.Spec).Value!;
                telemetry.Placed(waited);
                TrialTrace.Tell("queue", TrialTrace.OfTrial(next.Sweep, next.Trial), time.GetUtcNow() - waited, waited);
                var key = new LeaseKey(next.Sweep, next.Trial, leased.Fence);
                from.Grant(key);
                telemetry.Log.Started(key, offer.Worker);
                var terms = from.TermsOf(next.Sweep);
                return new Lease(
                    key, options.LeaseTtl, spec.Parameters, spec.Training,
                    leased.Done, leased.Checkpoints, leased.Numerics, terms.Timeout, next.MemoryBytes);
            }
        }

        return null;
    }

    public async Task<BeatReply> Beat(WorkerOffer offer, int slots, IReadOnlyList<LeaseKey> keys)
    {
        if (!IsActive(offer))
        {
            return new BeatReply(options.LeaseTtl, keys, [], WorkerState.Gone);
        }

        await SawAsync(offer);
        book.Workers.SetSlots(offer.Worker, slots);
        var renewed = keys.Count == 0 ? [] : await StoreAsync(() => store.RenewAsync(keys, options.LeaseTtl));
        book.Renew(renewed, Now());
        return new BeatReply(
            options.LeaseTtl, [.. keys.Except(renewed)],
            [.. book.OrdersFor(offer.Worker).Select(order => new StopRequest(order.Key, order.Order))],
            book.Workers.StateOf(offer.Worker, Now()));
    }

    public Task<long> Listen(string worker, long heard, TimeSpan longest) => news.ListenAsync(heard, longest);

    public async Task Leave(string worker)
    {
        // Its own listening ends too, else the silo would wait for it.
        news.Spread();
        if (book.Workers.Remove(worker))
        {
            LogLeft(worker);
            await StoreAsync(() => store.SaveWorkerAsync(worker, nameof(WorkerState.Gone), null, "it left"));
        }
    }

    public async Task Released(LeaseKey key, QueuedTrial? again, AttemptMark mark)
    {
        var wasFull = !book.HasRoom(key.Sweep);
        var worker = book.Release(key, again, Now());
        if (again is not null || wasFull)
        {
            news.Spread();
        }

        if (worker is not null && book.Workers.Note(worker, $"{key.Sweep}/{key.Trial}", mark, Now()))
        {
            var reason = mark is AttemptMark.Broken
                ? "its machine is at fault: "
                    + $"{(await store.AttemptsAsync(key.Sweep, key.Trial)).Last(attempt => attempt.Fence == key.Fence).Detail}"
                : $"{WorkerRegister.MostFailures} different trials in a row failed on it, while other workers were "
                    + "available; restart it to use it again";
            LogSetAside(worker, reason);
            await DecideAsync(worker, WorkerState.SetAside, reason);
        }
    }

    public async Task<bool> Drain(string worker, string reason)
    {
        if (!book.Workers.Drain(worker, Now()))
        {
            return false;
        }

        news.Spread();
        await DecideAsync(worker, WorkerState.Draining, reason);
        return true;
    }

    public Task<IReadOnlyList<WorkerView>> Workers() => Task.FromResult(book.ViewWorkers(Now()));

    public Task<int?> Waiting(string sweep) => Task.FromResult(book.WaitingOf(sweep));

    public Task Tend() => Task.CompletedTask;

    private async Task<LeasedTrial?> LeaseAsync(QueuedTrial next, WorkerOffer offer)
    {
        var from = book;
        try
        {
            var leased = await StoreAsync(
                () => store.LeaseAsync(next.Sweep, next.Trial, next.Fence, offer.Worker, options.LeaseTtl, offer.Numerics));
            if (leased is null)
            {
                // The row is no longer what it was when it was queued: its new holder will queue it again if need be.
                from.PutBack(next, again: false, Now());
            }

            return leased;
        }
        catch (StoreAwayException)
        {
            from.PutBack(next, again: true, Now());
            throw;
        }
    }

    private async Task DecideAsync(string worker, WorkerState state, string reason)
    {
        await StoreAsync(() => store.SaveWorkerAsync(worker, $"{state}", null, reason));
        await StoreAsync(() => store.DecideAboutWorkerAsync(worker, $"{state}", reason));
    }

    /// <summary>After a failed write nobody knows whether it took effect: the rows are read again before anything is leased.</summary>
    private async Task<T> StoreAsync<T>(Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (StoreAwayException)
        {
            isTrue = false;
            throw;
        }
    }

    private Task<bool> StoreAsync(Func<Task> write) => StoreAsync(async () =>
    {
        await write();
        return true;
    });

    private async Task SawAsync(WorkerOffer offer)
    {
        if (book.Workers.Saw(offer, Now()))
        {
            LogJoined(offer.Worker);
            await StoreAsync(() => store.SaveWorkerAsync(offer.Worker, nameof(WorkerState.Active), JsonSerializer.Serialize(offer), null));
        }
    }

    /// <summary>A frozen worker that wakes after the cluster declared it dead would lease anew until it finds out (measured).</summary>
    private bool IsActive(WorkerOffer offer) =>
        silos.GetApproximateSiloStatus(SiloAddress.FromParsableString(offer.Silo)) is SiloStatus.Active;

    private bool IsDead(string silo) => silos.GetApproximateSiloStatus(SiloAddress.FromParsableString(silo)) is SiloStatus.Dead;

    private long Now() => (long)time.GetElapsedTime(0).TotalMilliseconds;
}
