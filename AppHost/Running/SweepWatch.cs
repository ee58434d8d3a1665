using System.Collections.Concurrent;
using VggSweep.AppHost.Commands;
using VggSweep.Client;

namespace VggSweep.AppHost.Running;

/// <summary>Keeps the board current, and has the coordinator's commands look again when it changed.</summary>
internal sealed class SweepWatch(
    IResourceWithEndpoints coordinator, SweepBoard board, ResourceNotificationService notifications, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, bool> replicas = [];

    /// <summary>Until the AppHost stops.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        try
        {
            await Task.WhenAll(NoteReplicasAsync(stop), PollAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // The AppHost stops.
        }
    }

    private async Task NoteReplicasAsync(CancellationToken stop)
    {
        await foreach (var news in notifications.WatchAsync(stop))
        {
            if (news.Resource == coordinator)
            {
                replicas[news.ResourceId] = true;
            }
        }
    }

    private async Task PollAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var api = CoordinatorApi.At(coordinator);
                var sweeps = await api.SweepsAsync(stop);
                if (!sweeps.SequenceEqual(board.Sweeps))
                {
                    board.Sweeps = sweeps;
                    await Task.WhenAll(
                        replicas.Keys.Select(replica => notifications.PublishUpdateAsync(coordinator, replica, snapshot => snapshot)));
                }
            }
            catch (CoordinatorProblemException)
            {
                // It is not there yet, or for a while: its row says so.
            }

            await Task.Delay(Period, time, stop);
        }
    }
}
