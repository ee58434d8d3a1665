using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VggSweep.AppHost.Commands;
using VggSweep.Client;

namespace VggSweep.AppHost.Running;

/// <summary>
/// Lets the workers write their last checkpoints when the AppHost stops: what stops the processes after it gives them
/// seconds, and a large checkpoint needs more.
/// </summary>
internal sealed partial class HandingOver(IResourceWithEndpoints coordinator, TimeProvider time, ILogger<HandingOver> logger) : IHostedService
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Longest, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var api = CoordinatorApi.At(coordinator);
            var busy = (await api.WorkersAsync(stop.Token)).Where(worker => worker.Holds.Count > 0).Select(worker => worker.Worker).ToList();
            foreach (var worker in busy)
            {
                LogDraining(worker);
                await api.DrainAsync(worker, stop.Token);
            }

            while ((await api.WorkersAsync(stop.Token)).Any(worker => busy.Contains(worker.Worker)))
            {
                await Task.Delay(Period, time, stop.Token);
            }
        }
        catch (Exception exception) when (exception is CoordinatorProblemException or OperationCanceledException)
        {
            // Without a coordinator nobody can hand over, and the embedded one leaves with its worker.
            LogEnded(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Worker} hands over before it is stopped")]
    private partial void LogDraining(string worker);

    [LoggerMessage(LogLevel.Debug, "Nothing more is handed over: {Reason}")]
    private partial void LogEnded(string reason);
}
