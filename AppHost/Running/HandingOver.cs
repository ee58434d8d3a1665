using Microsoft.Extensions.Logging;
using VggSweep.AppHost.Commands;
using VggSweep.Client;

namespace VggSweep.AppHost.Running;

/// <summary>
/// Ends the programs in order when the AppHost stops. Workers write their last checkpoints first: the orchestrator gives a
/// process six seconds, and a large checkpoint needs more. It also stops all at once, so a silo would wait for a Redis that
/// is gone; here the servers outlive the programs.
/// </summary>
/// <param name="workers">The AppHost's own; empty where the coordinator trains by itself.</param>
internal sealed partial class HandingOver(
    ProjectResource coordinator, IReadOnlyList<ProjectResource> workers,
    ResourceNotificationService notifications, ResourceCommandService commands, TimeProvider time, ILogger<HandingOver> logger)
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>For what takes no time where all is well: an answer of the coordinator, the end of an idle program.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static readonly string[] Live = [KnownResourceStates.Starting, KnownResourceStates.Running, KnownResourceStates.Stopping];

    /// <summary>Drains the workers that train, then ends the other workers, then the coordinator.</summary>
    public async Task EndProgramsAsync()
    {
        await DrainAsync();
        await StopAsync(workers);
        await StopAsync([coordinator]);
    }

    private async Task DrainAsync()
    {
        using var patience = new CancellationTokenSource(Longest, time);
        try
        {
            using var api = CoordinatorApi.At(coordinator);
            await Task.WhenAll((await BusyAsync(api)).Select(async worker =>
            {
                LogDraining(worker);
                await api.DrainAsync(worker, patience.Token);

                // The API may be gone by now: a coordinator that trains by itself leaves with its worker.
                await notifications.WaitForResourceAsync(ProgramOf(worker), KnownResourceStates.TerminalStates, patience.Token);
            }));
        }
        catch (Exception exception) when (exception is CoordinatorProblemException or OperationCanceledException)
        {
            LogEnded(exception.Message);
        }
    }

    private async Task<IReadOnlyList<string>> BusyAsync(CoordinatorClient api)
    {
        using var patience = new CancellationTokenSource(Soon, time);
        return [.. (await api.WorkersAsync(patience.Token)).Where(worker => worker.Holds.Count > 0)
            .Select(worker => worker.Worker).Where(IsOwn)];
    }

    /// <summary>Others may have joined the cluster; they are not stopped now.</summary>
    private bool IsOwn(string worker) => workers.Count == 0 || workers.Any(own => own.Name == worker);

    private string ProgramOf(string worker) => workers.Count == 0 ? coordinator.Name : worker;

    private async Task StopAsync(IReadOnlyList<ProjectResource> programs)
    {
        using var patience = new CancellationTokenSource(Soon, time);
        try
        {
            await Task.WhenAll(programs.Select(async program =>
            {
                await commands.ExecuteCommandAsync(program, KnownResourceCommands.StopCommand, patience.Token);
                await notifications.WaitForResourceAsync(program.Name, now => !Live.Contains(now.Snapshot.State?.Text), patience.Token);
            }));
        }
        catch (OperationCanceledException)
        {
            // The orchestrator stops it with all the others.
        }
    }

    [LoggerMessage(LogLevel.Information, "{Worker} hands over before it is stopped")]
    private partial void LogDraining(string worker);

    [LoggerMessage(LogLevel.Warning, "Trials are stopped without a handover: {Reason}")]
    private partial void LogEnded(string reason);
}
