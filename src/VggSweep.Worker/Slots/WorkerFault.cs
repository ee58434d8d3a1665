using Microsoft.Extensions.Hosting;

namespace VggSweep.Worker.Slots;

/// <summary>What stopped the whole worker, if anything did: a full disk, a store that refuses, a bug.</summary>
public sealed class WorkerFault
{
    private readonly TaskCompletionSource<Exception> fault = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the worker cannot go on.</summary>
    public Task<Exception> Happened => fault.Task;

    /// <summary>Until the host has stopped, which it does by itself when the worker cannot go on.</summary>
    /// <param name="say">Told why before the slots hand over, which may take its time.</param>
    /// <returns>Whether it was asked to stop.</returns>
    public async Task<bool> WatchAsync(IHost host, Action<string> say)
    {
        await Task.WhenAny(host.WaitForShutdownAsync(CancellationToken.None), fault.Task);
        if (!fault.Task.IsCompleted)
        {
            return true;
        }

        say($"The worker stops: {(await fault.Task).Message}");
        await host.StopAsync(CancellationToken.None);
        return false;
    }

    internal void Report(Exception exception) => fault.TrySetResult(exception);
}
