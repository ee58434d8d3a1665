using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VggSweep.Core.Grains;
using VggSweep.Core.Leases;

namespace VggSweep.Worker.Slots;

/// <summary>Runs the slots and renews their leases together.</summary>
/// <remarks>
/// Register it after Orleans: hosted services stop in reverse order, and the slots hand their trials over while the
/// grains are still there.
/// </remarks>
internal sealed partial class WorkerService(
    WorkerOptions options, IServiceProvider services, IGrainFactory grains, HeldLeases held,
    WorkerFault fault, TimeProvider time, ILogger<WorkerService> logger) : BackgroundService
{
    /// <summary>Three renewals may be late before a lease is lost.</summary>
    private static readonly TimeSpan HeartbeatPeriod = LeaseTime.Ttl / 4;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var slotsEnded = new CancellationTokenSource();
        var heartbeats = BeatAsync(slotsEnded.Token);
        var slots = Enumerable.Range(1, options.Slots).Select(number => RunSlotAsync(number, stoppingToken));
        await Task.WhenAll(slots);
        await slotsEnded.CancelAsync();
        await heartbeats;
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
        var book = grains.GetGrain<ILeaseBookGrain>(0);
        while (!ended.IsCancellationRequested)
        {
            var askedAt = time.GetTimestamp();
            var keys = held.Keys;
            try
            {
                if (keys.Count > 0)
                {
                    held.Renewed(keys, await book.Renew(options.Name, keys), askedAt);
                }
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                // The next beat asks again; what cannot be renewed in time is dropped below.
                LogLate(exception);
            }

            held.DropExpired();
            await Task.Delay(HeartbeatPeriod, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The leases could not be renewed this time")]
    private partial void LogLate(Exception exception);
}
