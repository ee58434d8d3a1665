namespace VggSweep.Store;

/// <summary>Runs the writes of a store: on a thread of its own, or in the simulation on the caller's.</summary>
internal abstract class Writer : IDisposable
{
    /// <summary>Runs the operation in a transaction; the task ends when that is durable.</summary>
    /// <param name="write">
    /// Given the time in milliseconds. It may run more than once, and nothing outside the transaction may depend on it;
    /// one that throws undoes itself alone.
    /// </param>
    /// <remarks>
    /// A commit whose answer is lost may be durable. Every operation may therefore be asked again: fences and keys make
    /// the second time harmless.
    /// </remarks>
    public abstract Task<T> WriteAsync<T>(Func<SweepDbContext, long, T> write);

    /// <summary>Finishes what waits.</summary>
    public abstract void Dispose();
}
