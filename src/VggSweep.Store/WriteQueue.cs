using System.Collections.Concurrent;
using VggSweep.Core.Grains;

namespace VggSweep.Store;

/// <summary>
/// This process's writers of a database: a thread each, that gathers what waits into one transaction. A commit costs an
/// fsync, so sixteen callers that write at once share one. Epochs a second, measured by bench/store on two cores: 3,300
/// alone and 13,000 with 16 callers on SQLite; 1,600 and 4,300 on PostgreSQL with a single writer.
/// </summary>
internal sealed class WriteQueue : Writer
{
    /// <summary>More would delay the first of a batch without saving a notable share of its fsync.</summary>
    private const int MostInTransaction = 256;

    private readonly BlockingCollection<Operation> waiting = [];
    private readonly Database database;
    private readonly IReadOnlyList<Thread> threads;

    /// <param name="database">Where to write.</param>
    /// <param name="contexts">One for each writer, ours from now on.</param>
    public WriteQueue(Database database, params IReadOnlyList<SweepDbContext> contexts)
    {
        this.database = database;
        threads = [.. contexts.Select(context => new Thread(() => Work(context)) { Name = "store writer", IsBackground = true })];
        foreach (var thread in threads)
        {
            thread.Start();
        }
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
        foreach (var thread in threads)
        {
            thread.Join();
        }

        waiting.Dispose();
    }

    private void Work(SweepDbContext context)
    {
        using var ours = context;
        foreach (var first in waiting.GetConsumingEnumerable())
        {
            var batch = new List<Operation> { first };
            while (batch.Count < MostInTransaction && waiting.TryTake(out var next))
            {
                batch.Add(next);
            }

            Write(context, batch);
        }
    }

    private void Write(SweepDbContext context, List<Operation> batch)
    {
        if (TryTogether(context, batch) is not null)
        {
            // One of them is to blame, or a deadlock with another writer: each alone, so that no other suffers. The
            // first that finds the database away speaks for all after it: each could wait long to find out.
            StoreAwayException? away = null;
            foreach (var operation in batch)
            {
                operation.Failure = away ?? TryTogether(context, [operation]);
                away = operation.Failure as StoreAwayException;
            }
        }

        batch.ForEach(operation => operation.Complete());
    }

    /// <returns>Why nothing of the batch is stored; null when all of it is.</returns>
    private Exception? TryTogether(SweepDbContext context, List<Operation> batch)
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
