using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VggSweep.Core.Grains;
using VggSweep.Core.Sweeps;
using VggSweep.Store;

namespace VggSweep.Coordinator.Sweeps;

/// <summary>
/// Keeps the lease book and the running sweeps awake: a grain's timers run only while it is active, and after a crash
/// nobody would wake it.
/// </summary>
internal sealed partial class SweepKeeper(
    SweepStore store, IGrainFactory grains, TimeProvider time, ILogger<SweepKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    internal async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await grains.GetGrain<ILeaseBookGrain>(0).Tend();
                var sweeps = await store.ListSweepsAsync();
                foreach (var sweep in sweeps)
                {
                    await TendAsync(sweep);
                }

                foreach (var sweep in sweeps.Any(row => row.State is SweepState.Cancelled) ? await store.CancelledWithPendingAsync() : [])
                {
                    // They ended their attempts after the cancellation, and the message about it was lost.
                    await store.CancelPendingAsync(sweep, "its sweep is cancelled");
                }
            }
            catch (Exception exception) when (exception.IsAway())
            {
                LogLate(exception.Message);
            }

            await Task.Delay(Period, time, stop).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task TendAsync(SweepRow sweep)
    {
        try
        {
            await (sweep.State switch
            {
                SweepState.Running => grains.GetGrain<ISweepGrain>(sweep.Id).Tend(),
                // Stored, and its coordinator died before it was started.
                SweepState.Pending => grains.GetGrain<ISweepGrain>(sweep.Id).Start(),
                _ => Task.CompletedTask,
            });
        }
        catch (Exception exception) when (!exception.IsAway())
        {
            // A fault in one sweep must not end this loop for all.
            LogFault(exception, sweep.Id);
        }
    }

    [LoggerMessage(LogLevel.Error, "Sweep {Sweep} could not be reconciled; will retry")]
    private partial void LogFault(Exception exception, string sweep);

    [LoggerMessage(LogLevel.Warning, "Reconciliation failed; will retry: {Reason}")]
    private partial void LogLate(string reason);
}
