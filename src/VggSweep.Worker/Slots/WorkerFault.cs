namespace VggSweep.Worker.Slots;

/// <summary>What stopped the whole worker, if anything did: a full disk, a store that refuses, a bug.</summary>
public sealed class WorkerFault
{
    private readonly TaskCompletionSource<Exception> fault = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the worker cannot go on.</summary>
    public Task<Exception> Happened => fault.Task;

    internal void Report(Exception exception) => fault.TrySetResult(exception);
}
