using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Worker.Trainers;

namespace VggSweep.Worker.Slots;

/// <summary>
/// One execution of a trial under one lease: passes the trainer's events to the trial grain, in their order, and the
/// grain's answers back. Training never waits for a record.
/// </summary>
internal sealed class Attempt(
    Lease lease, TrainerProcess trainer, ITrialGrain grain, Persistently calls, TimeProvider time, TimeSpan hangLimit)
{
    /// <summary>ENOSPC: whoever hosts the worker knows a full disk by it.</summary>
    private const int NoSpace = 28;

    private readonly LeaseKey key = lease.Key;

    /// <summary>What we asked the trainer to stop for; null while we have not.</summary>
    private TrialOutcome? asked;

    /// <summary>Called with each sign of life.</summary>
    public required Action<TrainerEvent.Progress> OnProgress { get; init; }

    /// <summary>Called with what a person should know and no row holds.</summary>
    public required Action<string> OnWarning { get; init; }

    /// <param name="order">What to train.</param>
    /// <param name="stop">Stop at the next step with a checkpoint.</param>
    /// <param name="lost">The lease is over.</param>
    public async Task<TrialOutcome> RunAsync(TrainOrder order, CancellationToken stop, CancellationToken lost)
    {
        using var timeout = new CancellationTokenSource(lease.Timeout ?? Timeout.InfiniteTimeSpan, time);
        await trainer.SendAsync(new TrainerCommand.Train(order));
        await using var onStop = stop.Register(() => _ = StopAsync(new TrialOutcome.Released()));
        while (true)
        {
            using var silence = new CancellationTokenSource(hangLimit, time);
            using var any = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, timeout.Token, lost);
            try
            {
                if (await trainer.ReadAsync(any.Token) is not { } happened)
                {
                    return (await trainer.DeathAsync()).ToOutcome();
                }

                if (await HandleAsync(happened, lost) is { } outcome)
                {
                    return outcome;
                }
            }
            catch (OperationCanceledException) when (any.IsCancellationRequested)
            {
                return lost.IsCancellationRequested ? new TrialOutcome.LeaseLost()
                    : timeout.IsCancellationRequested ? new TrialOutcome.TimedOut($"longer than limits.trialTimeout ({lease.Timeout})")
                    : new TrialOutcome.TimedOut($"the trainer said nothing for {hangLimit}");
            }
        }
    }

    /// <returns>The attempt's outcome, or null while it goes on.</returns>
    private async Task<TrialOutcome?> HandleAsync(TrainerEvent happened, CancellationToken lost)
    {
        switch (happened)
        {
            case TrainerEvent.Started started:
                foreach (var skipped in started.Skipped)
                {
                    OnWarning(skipped);
                }

                return null;
            case TrainerEvent.Progress progress:
                OnProgress(progress);
                return null;
            case TrainerEvent.EpochDone epoch:
                return await RecordAsync(epoch.Record, lost);
            case TrainerEvent.Saved saved:
                var forgotten = await calls.CallAsync(() => grain.Checkpointed(key.Fence, saved.Checkpoint), lost);
                TrialFiles.Delete(forgotten);
                return forgotten is null ? new TrialOutcome.LeaseLost() : null;
            case TrainerEvent.Ended ended:
                return Outcome(ended.End);
            default:
                return new TrialOutcome.Faulted($"the trainer sent {happened.GetType().Name} in the middle of a trial");
        }
    }

    private async Task<TrialOutcome?> RecordAsync(EpochRecord record, CancellationToken lost)
    {
        switch (await calls.CallAsync(() => grain.Record(key.Fence, record), lost))
        {
            case EpochReply.Fenced:
                return new TrialOutcome.LeaseLost();
            case EpochReply.Prune prune:
                await StopAsync(new TrialOutcome.Pruned(prune.Reason));
                return null;
            case EpochReply.Pause pause:
                await StopAsync(new TrialOutcome.Paused(pause.Reason));
                return null;
            case EpochReply.Differs differs:
                await StopAsync(new TrialOutcome.NotReproducible(record.Epoch, differs.RecordedTrainLoss, record.TrainLoss));
                return null;
            default:
                return null;
        }
    }

    /// <summary>The first reason to stop stands; a checkpoint is only worth its time when the trial may go on.</summary>
    private Task StopAsync(TrialOutcome reason)
    {
        if (Interlocked.CompareExchange(ref asked, reason, null) is not null)
        {
            return Task.CompletedTask;
        }

        return trainer.SendAsync(new TrainerCommand.Stop(Checkpoint: reason is TrialOutcome.Released or TrialOutcome.Paused));
    }

    private TrialOutcome Outcome(AttemptEnd end) => end switch
    {
        AttemptEnd.Completed when asked is TrialOutcome.NotReproducible => asked,
        AttemptEnd.Completed done => new TrialOutcome.Completed(done.TestLoss, done.TestAccuracy, done.Weights, done.PeakBytes),
        AttemptEnd.Stopped => asked ?? new TrialOutcome.Faulted("the trainer stopped without being asked to"),
        AttemptEnd.Diverged diverged => new TrialOutcome.Diverged(diverged.Epoch, diverged.Step),
        AttemptEnd.OutOfMemory memory => new TrialOutcome.OutOfMemory(memory.Message),
        AttemptEnd.Faulted { DiskFull: true } fault => throw new IOException(fault.Message, NoSpace),
        AttemptEnd.Faulted fault => new TrialOutcome.Faulted(fault.Message),
        _ => throw new InvalidOperationException($"An attempt cannot end as {end.GetType().Name}."),
    };
}
