namespace VggSweep.EndToEnd.Tests.Harness;

/// <summary>Waits until so many files have been renamed into place.</summary>
internal sealed class RenameCount : IDisposable
{
    private readonly FileSystemWatcher watcher;
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int left;

    public RenameCount(string folder, string pattern, int count)
    {
        left = count;
        watcher = new FileSystemWatcher(folder, pattern) { IncludeSubdirectories = true };
        watcher.Renamed += (_, _) =>
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                reached.TrySetResult();
            }
        };
        watcher.EnableRaisingEvents = true;
    }

    public Task Reached => reached.Task;

    public void Dispose() => watcher.Dispose();
}
