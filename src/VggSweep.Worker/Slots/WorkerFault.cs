using Microsoft.Extensions.Hosting;
using VggSweep.Core.Trials;

namespace VggSweep.Worker.Slots;

/// <summary>What stopped the whole worker, if anything did: a full disk, a store that refuses, a bug.</summary>
public sealed class WorkerFault
{
    private const int Unavailable = 69;
    private const int Bug = 70;
    private const int DiskFull = 74;

    private readonly TaskCompletionSource<Exception> fault = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the worker cannot go on.</summary>
    public Task<Exception> Happened => fault.Task;

    /// <summary>Until the host has stopped, which it does by itself when the worker cannot go on.</summary>
    /// <param name="say">Told why before the slots hand over, which may take its time.</param>
    /// <returns>The exit code: 0 when it was asked to stop.</returns>
    public async Task<int> WatchAsync(IHost host, Action<string> say)
    {
        await Task.WhenAny(host.WaitForShutdownAsync(CancellationToken.None), fault.Task);
        if (!fault.Task.IsCompleted)
        {
            return 0;
        }

        var happened = await fault.Task;
        say($"The worker stops: {happened.Message}");
        await host.StopAsync(CancellationToken.None);
        return ExitCodeOf(happened);
    }

    /// <summary>Of a program that a fault has ended: 69 and 74 for the machine's, 70 for a bug.</summary>
    public static int ExitCodeOf(Exception happened) => MachineFaultException.Of(happened) is { } machine ? ExitCodeOf(machine.Kind) : Bug;

    /// <inheritdoc cref="ExitCodeOf(Exception)"/>
    public static int ExitCodeOf(MachineFaultKind kind) => kind is MachineFaultKind.DiskFull ? DiskFull : Unavailable;

    internal void Report(Exception exception) => fault.TrySetResult(MachineFaultException.Of(exception) ?? exception);
}
