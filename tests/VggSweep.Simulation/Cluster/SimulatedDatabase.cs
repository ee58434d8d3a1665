using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using VggSweep.Core.Grains;
using VggSweep.Simulation.Virtual;
using VggSweep.Store;
using Database = VggSweep.Store.Database;

namespace VggSweep.Simulation.Cluster;

/// <summary>
/// The real SQL on a database in memory. Between a call, its transaction and its answer others may take their turns,
/// and the database may be away for a while, before a commit or just after it.
/// </summary>
internal sealed class SimulatedDatabase : Database
{
    /// <summary>Databases without a row, of histories that are over: their statements are parsed already.</summary>
    private static readonly ConcurrentBag<SqliteContext> Empty = [];

    private readonly SqliteContext context;
    private readonly NodeTime clock;
    private readonly Draws draws;
    private readonly bool isDirect;

    public SimulatedDatabase(EventLoop loop, Draws draws) =>
        (clock, this.draws, context) = (
            new NodeTime(loop, new Node(loop, "database")), draws, Empty.TryTake(out var empty) ? empty : Make());

    private SimulatedDatabase(SimulatedDatabase same) => (context, clock, draws, isDirect) = (same.context, same.clock, same.draws, true);

    public override string Name => "the simulated database";

    public override string Naming => "the simulation";

    public bool IsAway { get; set; }

    /// <summary>Share of the turns that wait for the database.</summary>
    public double Slowness { get; set; } = 0.3;

    public long Commits { get; private set; }

    /// <summary>Takes the place of a statement.</summary>
    public Func<FormattableString, FormattableString> Plant { get; init; } = statement => statement;

    /// <summary>A store for the cluster.</summary>
    public SweepStore ToStore() => new(this, new Turns(this));

    /// <summary>A store for whoever checks: never away and never late.</summary>
    public SweepStore ToDirectStore()
    {
        var direct = new SimulatedDatabase(this);
        return new SweepStore(direct, new Turns(direct));
    }

    public override SweepDbContext NewContext() => context;

    public override long Now(SweepDbContext context) => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public override bool ChangeThen(SweepDbContext context, FormattableString change, FormattableString then) =>
        base.ChangeThen(context, Plant(change), then);

    public override Task<IDbContextTransaction> BeginReadAsync(SweepDbContext context) => context.Database.BeginTransactionAsync();

    public override Exception? Recognize(Exception exception) => exception as StoreAwayException;

    public override async Task<T> ReadAsync<T>(Func<SweepDbContext, Task<T>> read)
    {
        await WaitAsync();
        var answer = await read(context);
        await WaitAsync();
        return answer;
    }

    public override void Close()
    {
        context.Statements.Execute(
            $"""
            DELETE FROM decisions; DELETE FROM checkpoints; DELETE FROM epochs; DELETE FROM attempts;
            DELETE FROM trials; DELETE FROM sweeps; DELETE FROM worker_decisions; DELETE FROM workers; DELETE FROM deployment
            """);
        Empty.Add(context);
    }

    private static SqliteContext Make()
    {
        var connection = new SqliteConnection("Data Source=:memory:;Foreign Keys=True");
        connection.Open();
        var context = new SqliteContext(Common(new DbContextOptionsBuilder<SqliteContext>().UseSqlite(connection)).Options);
        context.Database.EnsureCreated();
        return context;
    }

    /// <exception cref="StoreAwayException">It is away.</exception>
    private async Task WaitAsync()
    {
        if (isDirect)
        {
            return;
        }

        if (draws.Chance(Slowness) && SynchronizationContext.Current is Node node)
        {
            await Task.Delay(draws.Time(0.001, 0.1), node.Time);
        }

        if (IsAway)
        {
            throw new StoreAwayException("the simulated database is away");
        }
    }

    private sealed class Turns(SimulatedDatabase database) : Writer
    {
        public override async Task<T> WriteAsync<T>(Func<SweepDbContext, long, T> write)
        {
            await database.WaitAsync();
            var answer = Write(write);
            database.Commits++;
            await database.WaitAsync();
            return answer;
        }

        public override void Dispose()
        {
        }

        /// <remarks>Not a transaction of EF's: that would be parsed again each time.</remarks>
        private T Write<T>(Func<SweepDbContext, long, T> write)
        {
            var (statements, end) = (database.context.Statements, (FormattableString)$"ROLLBACK");
            statements.Execute($"BEGIN");
            try
            {
                var answer = write(database.context, database.Now(database.context));
                end = $"COMMIT";
                return answer;
            }
            finally
            {
                statements.Execute(end);
            }
        }
    }
}
