namespace VggSweep.Worker.Slots;

/// <summary>Wakes everyone who waits for news.</summary>
internal sealed class Bell
{
    private TaskCompletionSource next = New();

    /// <summary>Ends at the next ring after it was asked for.</summary>
    public Task Next => next.Task;

    public void Ring() => Interlocked.Exchange(ref next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
