using System.Collections.Concurrent;

namespace VggSweep.Store;

/// <summary>
/// The only writer of a database: one thread that gathers what waits into one transaction. A commit costs an fsync, so
/// sixteen callers that write at once share one (measured: 583 writes a second alone, 7,000 with 16 callers).
/// </summary>
internal sealed class WriteQueue : Writer
{
    /// <summary>More would delay the first of a batch without saving a notable share of its fsync.</summary>
    private const int MostInTransaction = 256;

    private readonly BlockingCollection<Operation> waiting = [];
    private readonly Database database;
    private readonly SweepDbContext context;
    private readonly Thread thread;

    /// <param name="database">Where to write.</param>
    /// <param name="context">Ours from now on.</param>
    public WriteQueue(Database database, SweepDbContext context)
    {
        (this.database, this.context) = (database, context);
        thread = new Thread(Work) { Name = "store writer", IsBackground = true };
        thread.Start();
    }

    public override async Task<T> WriteAsync<T>(Func<SweepDbContext, long, T> write)
    {
        var operation = new Operation((context, now) => write(context, now));
        waiting.Add(operation);
        return (T)(await operation.Done.Task)!;
    }

    public override void Dispose()
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
        if (TryTogether(batch) is { } failure)
        {
            if (batch.Count == 1)
            {
                batch[0].Failure = failure;
            }
            else
            {
                // One of them is to blame: each alone, so that no other suffers.
                batch.ForEach(operation => operation.Failure = TryTogether([operation]));
            }
        }

        batch.ForEach(operation => operation.Complete());
    }

    /// <returns>Why nothing of the batch is stored; null when all of it is.</returns>
    private Exception? TryTogether(List<Operation> batch)
    {
        try
        {
            // A connection that broke is opened again here.
            using var transaction = context.Database.BeginTransaction();
            var now = database.Now(context);
            foreach (var operation in batch)
            {
                operation.Result = operation.Write(context, now);
            }

            transaction.Commit();
            return null;
        }
        catch (Exception exception)
        {
            // Nothing of the batch is known to be durable: every caller hears it, none is told a lie.
            return database.Recognize(exception) ?? exception;
        }
        finally
        {
            context.ChangeTracker.Clear();
        }
    }

    private sealed class Operation(Func<SweepDbContext, long, object?> write)
    {
        public Func<SweepDbContext, long, object?> Write => write;

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
