using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Coordinator.Grains;

/// <content>What it does by itself: the book is made again from the rows, and what is over is taken back.</content>
internal sealed partial class LeaseBookGrain
{
    /// <summary>How long the row of a worker that is not there is kept, for whoever asks what became of it.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private async Task RestoreAsync()
    {
        await store.ExtendLeasesAsync(options.LeaseTtl);
        var restored = new LeaseBook(options.LeaseTtl, book.Workers);
        foreach (var sweep in (await store.ListSweepsAsync())
            .Where(row => row.State is SweepState.Running or SweepState.Paused or SweepState.Cancelled))
        {
            Restore(restored, sweep, await store.OpenTrialsAsync(sweep.Id, from: 1));
        }

        book = restored;
        isTrue = true;
        news.Spread();
    }

    /// <summary>A sweep that cannot be read hands over what is trained of it and gets no leases; the others never notice.</summary>
    private void Restore(LeaseBook restored, SweepRow sweep, IReadOnlyList<TrialRow> trials)
    {
        var spec = sweep.ToSpec();
        if (!spec.IsReadable)
        {
            LogUnreadable(sweep.Id, spec.Problem);
        }

        var terms = spec.IsReadable ? SweepTerms.Of(spec.Value, sweep.Priority) : SweepTerms.Unknown;
        foreach (var row in trials.Where(row => row.State is TrialState.Running))
        {
            restored.Restore(new LeaseKey(row.SweepId, row.Number, row.Fence), terms, row.ToHeld(), row.Worker!, Now());
        }

        // The wish to end what runs was in the book that is gone.
        foreach (var row in trials.Where(row => row.CancelReason is not null))
        {
            restored.Order(sweep.Id, row.Number, StopOrder.Cancel);
        }

        if (spec.IsReadable && sweep.State is SweepState.Running)
        {
            restored.Queue(
                sweep.Id, terms,
                trials.Where(row => row.State is TrialState.Pending).Select(row => row.ToQueued()).OfType<QueuedTrial>(),
                Now());
        }
        else
        {
            restored.Order(sweep.Id, trial: null, sweep.State is SweepState.Cancelled ? StopOrder.Cancel : StopOrder.HandOver);
        }
    }

    /// <summary>Takes back what is over, and mends what a lost message left behind.</summary>
    private async Task TickAsync(CancellationToken cancellation)
    {
        if (ticks)
        {
            return;
        }

        ticks = true;
        try
        {
            if (!isTrue)
            {
                await RestoreAsync();
            }

            foreach (var key in await store.ExpiredAsync())
            {
                await TrialOf(key).End(key.Fence, new TrialOutcome.LeaseLost(
                    $"its worker did not renew the lease for {options.LeaseTtl.TotalSeconds:0.#} s", book.IsHolderAlive(key, Now())));
            }

            foreach (var key in book.HeldOn(IsDead))
            {
                await TrialOf(key).End(key.Fence, new TrialOutcome.LeaseLost("its worker's silo was declared dead"));
            }

            foreach (var key in book.Silent(Now()))
            {
                var row = await store.TrialAsync(key.Sweep, key.Trial);
                if (row?.State is not TrialState.Running || row.Fence != key.Fence)
                {
                    book.Release(key, row?.State is TrialState.Pending ? row.ToQueued() : null, Now());
                }
            }

            foreach (var gone in book.Workers.TakeGone(Now()))
            {
                LogGone(gone);
                telemetry.LostWorker();
                await store.SaveWorkerAsync(
                    gone, nameof(WorkerState.Gone), null,
                    $"nothing was heard of it for {options.LeaseTtl.TotalSeconds:0.#} s");
            }

            var workers = book.ViewWorkers(Now());
            await MendRowsAsync(workers);
            telemetry.Saw(book.Waiting, workers);
        }
        catch (Exception exception) when (exception.IsAway())
        {
            isTrue &= exception is not StoreAwayException;
            LogLate(exception.Message);
        }
        finally
        {
            ticks = false;
        }
    }

    /// <summary>
    /// A worker's row is what people see of it. Its write may have failed with the database, or come from another
    /// activation of ours that was taken for dead. Rows of workers that are no more would pile up, each start having a name of its own.
    /// </summary>
    private async Task MendRowsAsync(IReadOnlyList<WorkerView> workers)
    {
        var rows = (await store.WorkersAsync()).ToDictionary(row => row.Name);
        foreach (var worker in workers.Where(worker => rows.Remove(worker.Worker, out var row) && row.State != $"{worker.State}"))
        {
            await store.SaveWorkerAsync(worker.Worker, $"{worker.State}", null, "as the lease book has it");
        }

        var before = (time.GetUtcNow() - Remembered).ToUnixTimeMilliseconds();
        foreach (var gone in rows.Values.Where(row => row.SinceMs < before))
        {
            await store.ForgetWorkerAsync(gone.Name);
        }
    }

    private ITrialGrain TrialOf(LeaseKey key) => grains.GetGrain<ITrialGrain>($"{key.Sweep}/{key.Trial}");
}
