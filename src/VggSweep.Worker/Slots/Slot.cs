using Microsoft.Extensions.Logging;
using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Worker.Telemetry;
using VggSweep.Worker.Trainers;

namespace VggSweep.Worker.Slots;

/// <summary>
/// One place to train: pulls a lease, runs it, pulls the next. Keeps a healthy trainer process for the next trial of
/// the same thread count, because starting one costs more than a second; it is started before work is asked for,
/// since its numerics are part of what the slot offers.
/// </summary>
internal sealed partial class Slot(
    int number, WorkerIdentity worker, IGrainFactory grains, HeldLeases held, SlotBoard board, TrialFiles files, Bell bell,
    Persistently calls, StartTrainer startTrainer, WorkerTelemetry telemetry, OpenTrialLog openLog, TimeProvider time,
    ILogger<Slot> logger) : IAsyncDisposable
{
    /// <summary>News may get lost with a coordinator.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Between two trials of a slot whose scratch folder is full.</summary>
    private static readonly TimeSpan UntilRoom = TimeSpan.FromSeconds(5);

    private readonly WorkerOptions options = worker.Options;
    private ITrainer? trainer;

    /// <summary>Until <paramref name="stop"/>; a trial that runs then writes its checkpoint first.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await calls.UseFilesAsync(
                () =>
                {
                    files.Require();
                    return Task.FromResult(files);
                },
                () => stop.IsCancellationRequested, stop);
            var news = bell.Next;
            var offer = worker.Offer((await TrainerAsync(options.Threads)).Hello);
            var askedAt = time.GetTimestamp();
            var lease = await calls.CallAsync(() => grains.GetGrain<ILeaseBookGrain>(0).Acquire(offer), stop);
            if (lease is null)
            {
                await news.WaitAsync(LongestWait, time, stop).ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                continue;
            }

            var mine = held.Add(lease, askedAt);
            var isScratchFull = false;
            try
            {
                isScratchFull = await TrainAsync(lease, mine, stop);
            }
            catch (OperationCanceledException) when (mine.Lost.IsCancellationRequested)
            {
                // The end could not be told while the lease was ours: whoever took it back knows as much.
            }
            finally
            {
                files.Clear(lease.Key);
                held.Remove(lease.Key);
                board.Clear(number);
            }

            if (isScratchFull)
            {
                await Task.Delay(UntilRoom, time, CancellationToken.None).WaitAsync(stop);
            }
        }
    }

    public async ValueTask DisposeAsync() => await DropTrainerAsync();

    /// <returns>Whether the trial was released because the scratch folder is full.</returns>
    /// <exception cref="MachineFaultException">This machine can train nothing.</exception>
    private async Task<bool> TrainAsync(Lease lease, HeldLease mine, CancellationToken stop)
    {
        var key = lease.Key;
        var grain = await calls.CallAsync(() => Task.FromResult(grains.GetGrain<ITrialGrain>($"{key.Sweep}/{key.Trial}")), mine.Lost);
        board.Show(new SlotView(number, key.Sweep, key.Trial, lease.Done + 1, 0, 0, double.NaN, 0));
        using var watch = new AttemptWatch(
            telemetry, telemetry.Follow(key), new AttemptTrace(key, options.Name, time),
            new TrialLog(openLog(key), time));
        watch.Begun(lease, options.Name);
        var outcome = stop.IsCancellationRequested ? new TrialOutcome.Released() : await OutcomeAsync(lease, mine, grain, watch, stop);
        var isScratchFull = false;
        if (outcome is TrialOutcome.MachineFault { Kind: MachineFaultKind.DiskFull } full && options.ScratchFolder is { } scratch)
        {
            // Others train it until there is room. Whoever runs a home is there to read why the run ended.
            LogFull(scratch, full.Message);
            (outcome, isScratchFull) = (new TrialOutcome.Released(), true);
        }

        watch.Ended(outcome);
        if (outcome is not (TrialOutcome.Completed or TrialOutcome.Released or TrialOutcome.Pruned
            or TrialOutcome.Paused or TrialOutcome.Cancelled))
        {
            await DropTrainerAsync();
            LogEnded(key, outcome.Name, outcome.Detail);
        }

        if (outcome is not TrialOutcome.LeaseLost)
        {
            var unneeded = await calls.CallAsync(() => grain.End(key.Fence, outcome), mine.Lost);
            if (outcome is TrialOutcome.MachineFault fault)
            {
                // The trial goes on elsewhere; this worker ends and says why.
                throw new MachineFaultException(fault.Kind, fault.Message);
            }

            files.Delete(unneeded);
        }

        return isScratchFull;
    }

    private async Task<TrialOutcome> OutcomeAsync(
        Lease lease, HeldLease mine, ITrialGrain grain, AttemptWatch watch, CancellationToken stop)
    {
        try
        {
            return await ExecuteAsync(lease, mine, grain, watch, stop);
        }
        catch (OperationCanceledException) when (mine.Lost.IsCancellationRequested)
        {
            return new TrialOutcome.LeaseLost();
        }
        catch (Exception exception) when (MachineFaultException.Of(exception) is { } fault)
        {
            return new TrialOutcome.MachineFault(fault.Kind, fault.Message);
        }
    }

    private async Task<TrialOutcome> ExecuteAsync(
        Lease lease, HeldLease mine, ITrialGrain grain, AttemptWatch watch, CancellationToken stop)
    {
        var (key, threads) = (lease.Key, lease.Numerics.Threads);
        var process = await TrainerAsync(threads);
        var attempt = new Attempt(lease, mine, process, grain, files, calls, time)
        {
            HangLimit = options.HangLimit,
            OnProgress = progress => board.Show(new SlotView(
                number, key.Sweep, key.Trial, progress.Epoch, progress.Step, progress.Steps, progress.TrainLoss, progress.ImagesPerSecond)),
            OnWarning = message =>
            {
                watch.Warn(message);
                LogWarning(key, message);
            },
            Watch = watch,
        };
        var order = new TrainOrder(
            $"{key.Sweep}/{key.Trial}", lease.Parameters, lease.Training, options.DataFolder, files.FolderOf(key),
            key.Fence, threads, lease.Done, [.. lease.Checkpoints.Select(files.Local)], lease.Numerics.Path, options.BytesFor(lease));
        process.Said = watch.Said;
        try
        {
            return await attempt.RunAsync(order, stop);
        }
        finally
        {
            process.Said = null;
        }
    }

    private async Task<ITrainer> TrainerAsync(int threads)
    {
        if (trainer?.Threads != threads)
        {
            await DropTrainerAsync();
        }

        if (trainer is null)
        {
            trainer = await startTrainer(threads, options.CudaDeviceOf(number));
            LogTrainer(number, trainer.Text);
        }

        return trainer;
    }

    private async Task DropTrainerAsync()
    {
        if (trainer is { } old)
        {
            trainer = null;
            await old.DisposeAsync();
        }
    }

    [LoggerMessage(LogLevel.Information, "Slot {Slot} trains with {Trainer}")]
    private partial void LogTrainer(int slot, string trainer);

    [LoggerMessage(LogLevel.Warning, "{Trial} ended as {Outcome}: {Detail}")]
    private partial void LogEnded(LeaseKey trial, string outcome, string detail);

    [LoggerMessage(LogLevel.Warning, "No space for checkpoints in {Folder}; the trial was released, and the slot waits: {Reason}")]
    private partial void LogFull(string folder, string reason);

    [LoggerMessage(LogLevel.Warning, "{Trial}: {Message}")]
    private partial void LogWarning(LeaseKey trial, string message);
}
