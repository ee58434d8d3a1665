using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Coordinator.Grains;

/// <summary>Keeps the <see cref="LeaseBook"/> and writes each lease to the store before it is given.</summary>
internal sealed class LeaseBookGrain(SweepStore store, TimeProvider time) : Grain, ILeaseBookGrain
{
    private static readonly TimeSpan ExpiryPeriod = TimeSpan.FromSeconds(1);

    private readonly LeaseBook book = new(LeaseTime.Ttl);
    private readonly Dictionary<string, SweepTerms> terms = [];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // It calls trial grains, which call back to release: other turns must be let in meanwhile.
        this.RegisterGrainTimer(ExpireAsync, new GrainTimerCreationOptions(ExpiryPeriod, ExpiryPeriod) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task Queue(string sweep, SweepTerms terms, IReadOnlyList<QueuedTrial> trials)
    {
        this.terms[sweep] = terms;
        book.Queue(sweep, terms.Slots, trials);
        return Task.CompletedTask;
    }

    public Task Withdraw(string sweep)
    {
        book.Withdraw(sweep);
        return Task.CompletedTask;
    }

    public async Task<Lease?> Acquire(string worker)
    {
        while (book.Next() is { } next)
        {
            var until = time.GetUtcNow() + book.Ttl;
            var leased = await store.LeaseAsync(next.Sweep, next.Trial, next.Fence, worker, until.ToUnixTimeMilliseconds());
            if (leased is null)
            {
                // The row is no longer what it was when it was queued: its new holder will queue it again if need be.
                book.Dequeue(next);
                continue;
            }

            var key = new LeaseKey(next.Sweep, next.Trial, leased.Fence);
            book.Grant(next, key, worker, Now());
            var common = terms[next.Sweep];
            return new Lease(
                key, book.Ttl, TrialParametersJson.Read(leased.Parameters), common.Training,
                leased.Done, leased.Checkpoints, leased.Numerics, common.Timeout);
        }

        return null;
    }

    public async Task<IReadOnlyList<LeaseKey>> Renew(string worker, IReadOnlyList<LeaseKey> keys)
    {
        var lost = book.Renew(worker, keys, Now());
        var until = time.GetUtcNow() + book.Ttl;
        var held = keys.Except(lost).ToList();
        var renewed = await store.RenewAsync(held, until.ToUnixTimeMilliseconds());
        return [.. lost, .. held.Except(renewed)];
    }

    public Task Release(LeaseKey key, bool requeue)
    {
        book.Release(key, requeue);
        return Task.CompletedTask;
    }

    private async Task ExpireAsync(CancellationToken cancellation)
    {
        foreach (var key in book.Expired(Now()))
        {
            await GrainFactory.GetGrain<ITrialGrain>($"{key.Sweep}/{key.Trial}").End(key.Fence, new TrialOutcome.LeaseLost());
        }
    }

    private long Now() => (long)time.GetElapsedTime(0).TotalMilliseconds;
}
