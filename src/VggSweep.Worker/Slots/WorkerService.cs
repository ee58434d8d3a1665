using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VggSweep.Core.Grains;
using VggSweep.Core.Leases;

namespace VggSweep.Worker.Slots;

/// <summary>Runs the slots, renews their leases together, and listens for news.</summary>
/// <remarks>
/// The slots hand their trials over before any service stops: the grains are still there, and whoever reads the metrics or
/// the health of a worker that drains gets them to the end.
/// </remarks>
internal sealed partial class WorkerService(
    WorkerIdentity worker, IServiceProvider services, IGrainFactory grains, HeldLeases held, Bell bell, Persistently calls,
    WorkerFault fault, IHostApplicationLifetime host, TimeProvider time,
    ILogger<WorkerService> logger) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan FirstBeat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestListening = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private ILeaseBookGrain Book => grains.GetGrain<ILeaseBookGrain>(0);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <param name="stop">Hand over what is trained, and leave.</param>
    internal async Task RunAsync(CancellationToken stop)
    {
        using var slotsEnded = new CancellationTokenSource();
        var heartbeats = BeatAsync(slotsEnded.Token);
        var listening = ListenAsync(slotsEnded.Token);
        var slots = Enumerable.Range(1, worker.Options.Slots).Select(number => RunSlotAsync(number, stop));
        await Task.WhenAll(slots);
        slotsEnded.Cancel();
        await Task.WhenAll(heartbeats, listening);
        await LeaveAsync();
    }

    private async Task RunSlotAsync(int number, CancellationToken stop)
    {
        await using var slot = ActivatorUtilities.CreateInstance<Slot>(services, number);
        try
        {
            await slot.RunAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            // Not a trial's fault but the worker's: the program that hosts it ends, and says why.
            fault.Report(exception);
        }
    }

    /// <summary>Goes on until the last slot has handed over, beyond the begin of a graceful stop.</summary>
    private async Task BeatAsync(CancellationToken ended)
    {
        var period = FirstBeat;
        while (!ended.IsCancellationRequested)
        {
            var (news, askedAt, keys) = (bell.Next, time.GetTimestamp(), held.Keys);
            try
            {
                if (worker.Newest is { } offer)
                {
                    var reply = await Book.Beat(offer, worker.Options.Slots, keys);
                    held.Renewed(keys, reply, askedAt);
                    period = reply.Ttl / 4;
                    Follow(reply.State);
                }
            }
            catch (Exception exception) when (exception.IsAway())
            {
                // The next beat asks again; what cannot be renewed in time ends by itself.
                calls.NoteAway(exception);
            }
            catch (Exception exception)
            {
                fault.Report(exception);
            }

            await news.WaitAsync(period, time, ended).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task ListenAsync(CancellationToken ended)
    {
        var heard = -1L;
        while (!ended.IsCancellationRequested)
        {
            try
            {
                var newest = await Book.Listen(worker.Options.Name, heard, LongestListening).WaitAsync(ended);
                if (newest != heard)
                {
                    heard = newest;
                    bell.Ring();
                }
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
            }
            catch (Exception exception) when (exception.IsAway())
            {
                await Task
                    .Delay(Pause, time, CancellationToken.None)
                    .WaitAsync(ended)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    private void Follow(WorkerState state)
    {
        if (state is WorkerState.Draining && !host.ApplicationStopping.IsCancellationRequested)
        {
            LogDrained();
            host.StopApplication();
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await Book.Leave(worker.Options.Name);
        }
        catch (Exception exception) when (exception.IsAway())
        {
            // It finds out by our silence.
            calls.NoteAway(exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "Drained: handing over and leaving")]
    private partial void LogDrained();
}
