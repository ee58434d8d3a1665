using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore.Storage;

namespace VggSweep.Store;

/// <summary>
/// The only writer of a database: one thread that gathers what waits into one transaction. A commit costs an fsync, so
/// sixteen callers that write at once share one (measured: 583 writes a second alone, 7,000 with 16 callers).
/// </summary>
internal sealed class WriteQueue : IDisposable
{
    /// <summary>More would delay the first of a batch without saving a notable share of its fsync.</summary>
    private const int MostInTransaction = 256;

    private const string Savepoint = "operation";

    private readonly BlockingCollection<Operation> waiting = [];
    private readonly SweepDbContext context;
    private readonly Thread thread;

    public WriteQueue(SweepDbContext context)
    {
        this.context = context;
        thread = new Thread(Work) { Name = "store writer", IsBackground = true };
        thread.Start();
    }

    /// <summary>Runs the operation in a transaction; the task ends when that is durable.</summary>
    /// <remarks>An operation that throws undoes itself alone.</remarks>
    public async Task<T> WriteAsync<T>(Func<SweepDbContext, T> write)
    {
        var operation = new Operation(context => write(context));
        waiting.Add(operation);
        return (T)(await operation.Done.Task)!;
    }

    /// <summary>Finishes what waits.</summary>
    public void Dispose()
    {
        waiting.CompleteAdding();
        thread.Join();
        waiting.Dispose();
        context.Dispose();
    }

    private void Work()
    {
        foreach (var first in waiting.GetConsumingEnumerable())
        {
            var batch = new List<Operation> { first };
            while (batch.Count < MostInTransaction && waiting.TryTake(out var next))
            {
                batch.Add(next);
            }

            Write(batch);
        }
    }

    private void Write(List<Operation> batch)
    {
        try
        {
            using var transaction = context.Database.BeginTransaction();
            foreach (var operation in batch)
            {
                Run(operation, transaction);
            }

            transaction.Commit();
        }
        catch (Exception exception)
        {
            // Nothing of the batch is durable: every caller hears it, none is told a lie.
            batch.ForEach(operation => operation.Failure = exception);
        }

        context.ChangeTracker.Clear();
        batch.ForEach(operation => operation.Complete());
    }

    private void Run(Operation operation, IDbContextTransaction transaction)
    {
        transaction.CreateSavepoint(Savepoint);
        try
        {
            operation.Result = operation.Write(context);
            transaction.ReleaseSavepoint(Savepoint);
        }
        catch (Exception exception)
        {
            operation.Failure = exception;
            context.ChangeTracker.Clear();
            Undo(transaction, exception);
        }
    }

    private static void Undo(IDbContextTransaction transaction, Exception cause)
    {
        try
        {
            transaction.RollbackToSavepoint(Savepoint);
        }
        catch (Exception)
        {
            // A full disk ends the whole transaction, savepoints and all: the batch fails by that, not by the lost savepoint.
            ExceptionDispatchInfo.Throw(cause);
        }
    }

    private sealed class Operation(Func<SweepDbContext, object?> write)
    {
        public Func<SweepDbContext, object?> Write => write;

        public TaskCompletionSource<object?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public object? Result { get; set; }

        public Exception? Failure { get; set; }

        public void Complete()
        {
            if (Failure is null)
            {
                Done.SetResult(Result);
            }
            else
            {
                Done.SetException(Failure);
            }
        }
    }
}
