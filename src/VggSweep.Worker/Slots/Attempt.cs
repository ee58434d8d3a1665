using VggSweep.Core;
using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Worker.Telemetry;
using VggSweep.Worker.Trainers;

namespace VggSweep.Worker.Slots;

/// <summary>
/// One execution of a trial under one lease: passes the trainer's events to the trial grain, in their order, and the
/// grain's answers back. Training never waits for a record.
/// </summary>
internal sealed class Attempt(
    Lease lease, HeldLease held, ITrainer trainer, ITrialGrain grain, TrialFiles files, Persistently calls, TimeProvider time)
{
    private readonly LeaseKey key = lease.Key;

    /// <summary>What we asked the trainer to stop for; null while we have not.</summary>
    private TrialOutcome? asked;

    /// <summary>A trainer that says nothing for so long is killed.</summary>
    public required TimeSpan HangLimit { get; init; }

    /// <summary>Called with each sign of life.</summary>
    public required Action<TrainerEvent.Progress> OnProgress { get; init; }

    /// <summary>Called with what a person should know and no row holds.</summary>
    public required Action<string> OnWarning { get; init; }

    public required AttemptWatch Watch { get; init; }

    /// <param name="order">What to train.</param>
    /// <param name="stop">Stop at the next step with a checkpoint.</param>
    public async Task<TrialOutcome> RunAsync(TrainOrder order, CancellationToken stop)
    {
        await using var uploads = new Uploads(PublishAsync, files.Discard);
        await trainer.SendAsync(new TrainerCommand.Train(order));
        await using var onStop = stop.Register(() => _ = StopAsync(new TrialOutcome.Released()));
        _ = ObeyAsync();
        var outcome = await FollowAsync(uploads);
        if (outcome is TrialOutcome.Completed completed)
        {
            outcome = await PublishWeightsAsync(completed);
        }

        return await uploads.FinishAsync().WaitAsync(held.Lost) ? outcome : new TrialOutcome.LeaseLost();
    }

    /// <summary>Until the trainer says how the attempt ended, or falls silent.</summary>
    private async Task<TrialOutcome> FollowAsync(Uploads uploads)
    {
        using var timeout = new CancellationTokenSource(lease.Timeout ?? Timeout.InfiniteTimeSpan, time);
        while (true)
        {
            using var silence = new CancellationTokenSource(HangLimit, time);
            using var any = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, timeout.Token, held.Lost);
            try
            {
                if (await trainer.ReadAsync(any.Token) is not { } happened)
                {
                    return (await trainer.DeathAsync()).ToOutcome(lease.MemoryBytes);
                }

                if (await HandleAsync(happened, uploads) is { } outcome)
                {
                    return outcome;
                }
            }
            catch (OperationCanceledException) when (any.IsCancellationRequested)
            {
                return held.Lost.IsCancellationRequested ? new TrialOutcome.LeaseLost()
                    : timeout.IsCancellationRequested ? new TrialOutcome.TimedOut($"longer than limits.trialTimeout ({lease.Timeout})")
                    : new TrialOutcome.TimedOut($"the trainer said nothing for {HangLimit}");
            }
        }
    }

    /// <returns>The attempt's outcome, or null while it goes on.</returns>
    private async Task<TrialOutcome?> HandleAsync(TrainerEvent happened, Uploads uploads)
    {
        switch (happened)
        {
            case TrainerEvent.Started started:
                Watch.Started(started);
                foreach (var warning in started.Warnings)
                {
                    OnWarning(warning);
                }

                // Said once in a trial's life, or again when its first epoch begins anew in parts for want of memory; and only of
                // what the numerics do not say by themselves.
                return started.Path is null || started.Path == lease.Numerics.Path || await calls.CallAsync(
                    () => grain.Began(key.Fence, started.Path), held.Lost)
                    ? null
                    : new TrialOutcome.LeaseLost();
            case TrainerEvent.Progress progress:
                OnProgress(progress);
                return null;
            case TrainerEvent.EpochDone epoch:
                Watch.Trained(epoch.Record);
                return await RecordAsync(epoch.Record);
            case TrainerEvent.Saved saved:
                Watch.Saved(saved.Checkpoint, saved.Seconds);
                uploads.Add(saved.Checkpoint);
                return uploads.Ended.IsCompleted && !await uploads.Ended ? new TrialOutcome.LeaseLost() : null;
            case TrainerEvent.Ended ended:
                return Outcome(ended.End);
            default:
                return new TrialOutcome.Faulted($"the trainer sent {happened.GetType().Name} in the middle of a trial");
        }
    }

    private async Task<TrialOutcome?> RecordAsync(EpochRecord record)
    {
        var askedAt = time.GetTimestamp();
        var reply = await calls.CallAsync(() => grain.Record(key.Fence, record), held.Lost);
        Watch.Recorded(record.Epoch, time.GetElapsedTime(askedAt));
        switch (reply)
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

    private async Task<TrialOutcome> PublishWeightsAsync(TrialOutcome.Completed completed)
    {
        try
        {
            // Whoever asks for an end while the shared folder is away gets it without the weights.
            return await UploadAsync(completed.Weights, held.Lost) is { } weights ? completed with { Weights = weights } : asked!;
        }
        catch (InvalidDataException exception)
        {
            return new TrialOutcome.Faulted(exception.Message);
        }
    }

    /// <returns>Null when the shared folder is away and somebody wants the attempt to end.</returns>
    private Task<CheckpointReference?> UploadAsync(CheckpointReference written, CancellationToken cancellation) =>
        calls.UseFilesAsync(() => files.PublishAsync(key, written, cancellation), () => asked is not null, cancellation);

    private async Task<bool> PublishAsync(CheckpointReference written, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, held.Lost);
        var begun = time.GetTimestamp();
        CheckpointReference? named;
        try
        {
            named = await UploadAsync(written, either.Token);
        }
        catch (InvalidDataException exception)
        {
            OnWarning(exception.Message);
            return true;
        }

        if (named is null)
        {
            return true;
        }

        Watch.Uploaded(named, time.GetElapsedTime(begun));
        var forgotten = await calls.CallAsync(() => grain.Checkpointed(key.Fence, named), either.Token);
        files.Delete(forgotten);
        return forgotten is not null;
    }

    private async Task ObeyAsync() => await StopAsync(await held.Ordered switch
    {
        StopOrder.Cancel => new TrialOutcome.Cancelled(),
        _ => new TrialOutcome.Released(),
    });

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
        AttemptEnd.Completed done => new TrialOutcome.Completed(
            done.TestLoss, done.TestAccuracy, done.Weights, trainer.DevicePeakBytes is > 0 and var ofDevice ? ofDevice : done.PeakBytes),
        AttemptEnd.Stopped => asked ?? new TrialOutcome.Faulted("the trainer stopped without being asked to"),
        AttemptEnd.Diverged diverged => new TrialOutcome.Diverged(diverged.Epoch, diverged.Step),
        AttemptEnd.OutOfMemory memory when HostMemory.IsAtFault(memory.NeededBytes, lease.MemoryBytes) => new TrialOutcome.MachineFault(
            MachineFaultKind.Memory,
            $"the machine ran out of memory: the trial needed {AmountText.OfBytes(memory.NeededBytes)} of "
            + $"{AmountText.OfBytes(lease.MemoryBytes)} predicted; end other programs or use fewer slots, and resume"),
        AttemptEnd.OutOfMemory memory => new TrialOutcome.OutOfMemory(memory.Message),
        AttemptEnd.MachineFault fault => new TrialOutcome.MachineFault(fault.Fault, fault.Message),
        AttemptEnd.Faulted fault => new TrialOutcome.Faulted(fault.Message),
        _ => throw new InvalidOperationException($"An attempt cannot end as {end.GetType().Name}."),
    };
}
