using System.Diagnostics;
using VggSweep.Tests;

namespace VggSweep.EndToEnd.Tests.Harness;

/// <summary>
/// The n-th change of a file under a folder, to signal or kill a process at: moments that fall between any two of the
/// program's own writes, without a clock.
/// </summary>
internal sealed class KillMoment : IDisposable
{
    private readonly FileSystemWatcher watcher;
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int left;

    public KillMoment(string folder, int changes)
    {
        left = changes;
        watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            InternalBufferSize = 64 * 1024,
        };
        watcher.Created += (_, _) => Count();
        watcher.Changed += (_, _) => Count();
        watcher.Renamed += (_, _) => Count();
        watcher.EnableRaisingEvents = true;
    }

    /// <summary>Ends at the moment.</summary>
    public Task Reached => reached.Task;

    /// <summary>Kills with SIGKILL when the moment comes.</summary>
    /// <returns>The children that it had; none when it ended by itself before.</returns>
    public async Task<IReadOnlyList<int>> KillAsync(Process process)
    {
        var ended = process.WaitForExitAsync();
        await Task.WhenAny(reached.Task, ended);
        if (process.HasExited)
        {
            return [];
        }

        var children = ChildProcesses.Of(process.Id);
        process.Kill();
        await ended;
        return children;
    }

    public void Dispose() => watcher.Dispose();

    private void Count()
    {
        if (Interlocked.Decrement(ref left) == 0)
        {
            reached.TrySetResult();
        }
    }
}
