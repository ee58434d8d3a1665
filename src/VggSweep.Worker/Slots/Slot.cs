using Microsoft.Extensions.Logging;
using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Worker.Trainers;

namespace VggSweep.Worker.Slots;

/// <summary>
/// One place to train: pulls a lease, runs it, pulls the next. Keeps a healthy trainer process for the next trial of
/// the same thread count, because starting one costs more than a second.
/// </summary>
internal sealed partial class Slot(
    int number, WorkerOptions options, IGrainFactory grains, HeldLeases held, SlotBoard board,
    Persistently calls, TimeProvider time, ILogger<Slot> logger) : IAsyncDisposable
{
    private TrainerProcess? trainer;

    /// <summary>Until <paramref name="stop"/>; a trial that runs then writes its checkpoint first.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var book = grains.GetGrain<ILeaseBookGrain>(0);
        while (!stop.IsCancellationRequested)
        {
            var askedAt = time.GetTimestamp();
            var lease = await calls.CallAsync(() => book.Acquire(options.Name), stop);
            if (lease is null)
            {
                await Task.Delay(options.IdleDelay, time, stop);
                continue;
            }

            var lost = held.Add(lease, askedAt);
            try
            {
                await TrainAsync(lease, stop, lost);
            }
            finally
            {
                held.Remove(lease.Key);
                board.Clear(number);
            }
        }
    }

    public async ValueTask DisposeAsync() => await DropTrainerAsync();

    private async Task TrainAsync(Lease lease, CancellationToken stop, CancellationToken lost)
    {
        var key = lease.Key;
        var grain = grains.GetGrain<ITrialGrain>($"{key.Sweep}/{key.Trial}");
        board.Show(new SlotView(number, key.Sweep, key.Trial, lease.Done + 1, 0, 0, double.NaN, 0));
        var outcome = await OutcomeAsync(lease, grain, stop, lost);
        if (outcome is not (TrialOutcome.Completed or TrialOutcome.Released or TrialOutcome.Pruned or TrialOutcome.Paused))
        {
            await DropTrainerAsync();
            LogEnded(key, outcome.Name, outcome.Detail);
        }

        if (outcome is not TrialOutcome.LeaseLost)
        {
            TrialFiles.Delete(await calls.CallAsync(() => grain.End(key.Fence, outcome), CancellationToken.None));
        }
    }

    private async Task<TrialOutcome> OutcomeAsync(Lease lease, ITrialGrain grain, CancellationToken stop, CancellationToken lost)
    {
        try
        {
            return await ExecuteAsync(lease, grain, stop, lost);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            return new TrialOutcome.LeaseLost();
        }
    }

    private async Task<TrialOutcome> ExecuteAsync(Lease lease, ITrialGrain grain, CancellationToken stop, CancellationToken lost)
    {
        var key = lease.Key;
        var threads = lease.Numerics?.Threads ?? options.Threads;
        var process = await TrainerAsync(threads);
        var hello = process.Hello;
        var numerics = new Numerics(hello.Device, hello.InstructionSet, hello.Libtorch, threads, "fp32");
        var begunWith = await calls.CallAsync(() => grain.Begin(key.Fence, numerics), lost);
        if (begunWith is null)
        {
            return new TrialOutcome.LeaseLost();
        }

        if (begunWith != numerics)
        {
            LogOtherNumerics(key, begunWith, numerics);
        }

        var attempt = new Attempt(lease, process, grain, calls, time, options.HangLimit)
        {
            OnProgress = progress => board.Show(new SlotView(
                number, key.Sweep, key.Trial, progress.Epoch, progress.Step, progress.Steps, progress.TrainLoss, progress.ImagesPerSecond)),
            OnWarning = message => LogWarning(key, message),
        };
        var folder = TrialFiles.Folder(options.TrialsFolder, key.Sweep, key.Trial);
        return await attempt.RunAsync(
            new TrainOrder(
                $"{key.Sweep}/{key.Trial}", lease.Parameters, lease.Training, options.DataFolder, folder,
                key.Fence, threads, lease.Done, lease.Checkpoints),
            stop,
            lost);
    }

    private async Task<TrainerProcess> TrainerAsync(int threads)
    {
        if (trainer?.Threads != threads)
        {
            await DropTrainerAsync();
        }

        return trainer ??= await TrainerProcess.StartAsync(options.Trainer, threads, CancellationToken.None);
    }

    private async Task DropTrainerAsync()
    {
        if (trainer is { } old)
        {
            trainer = null;
            await old.DisposeAsync();
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Trial} ended as {Outcome}: {Detail}")]
    private partial void LogEnded(LeaseKey trial, string outcome, string detail);

    [LoggerMessage(LogLevel.Warning, "{Trial}: {Message}")]
    private partial void LogWarning(LeaseKey trial, string message);

    [LoggerMessage(LogLevel.Warning, "{Trial} began with {Begun} and goes on with {Now}: its last bits may differ")]
    private partial void LogOtherNumerics(LeaseKey trial, Numerics begun, Numerics now);
}
