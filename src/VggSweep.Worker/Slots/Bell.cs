namespace VggSweep.Worker.Slots;

/// <summary>Wakes everyone who waits for news.</summary>
internal sealed class Bell
{
    private TaskCompletionSource next = new();

    /// <summary>Ends at the next ring after it was asked for.</summary>
    public Task Next => next.Task;

    public void Ring() => Interlocked.Exchange(ref next, new()).SetResult();
}
