using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
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
    private static readonly Lazy<SqliteConnection> Empty = new(() =>
    {
        var connection = OpenConnection();
        using var context = new SqliteContext(Options(connection, []));
        context.Database.EnsureCreated();
        return connection;
    });

    private readonly SqliteConnection connection = OpenConnection();
    private readonly SqliteContext context;
    private readonly NodeTime clock;
    private readonly Draws draws;
    private readonly bool isDirect;

    public SimulatedDatabase(EventLoop loop, Draws draws, IReadOnlyList<IInterceptor> interceptors)
    {
        lock (Empty)
        {
            Empty.Value.BackupDatabase(connection);
        }

        (clock, this.draws, context) = (new NodeTime(loop, new Node(loop, "database")), draws, new SqliteContext(Options(connection, interceptors)));
    }

    private SimulatedDatabase(SimulatedDatabase same) =>
        (connection, context, clock, draws, isDirect) = (same.connection, same.context, same.clock, same.draws, true);

    public override string Name => "the simulated database";

    public override string Naming => "the simulation";

    public bool IsAway { get; set; }

    /// <summary>Share of the turns that wait for the database.</summary>
    public double Slowness { get; set; } = 0.3;

    public long Commits { get; private set; }

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
        context.Dispose();
        connection.Dispose();
    }

    private static SqliteConnection OpenConnection()
    {
        var connection = new SqliteConnection("Data Source=:memory:;Foreign Keys=True");
        connection.Open();
        return connection;
    }

    private static DbContextOptions<SqliteContext> Options(SqliteConnection connection, IReadOnlyList<IInterceptor> interceptors) =>
        Common(new DbContextOptionsBuilder<SqliteContext>().UseSqlite(connection).AddInterceptors(interceptors)).Options;

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
            T answer;
            using (var transaction = database.context.Database.BeginTransaction())
            {
                answer = write(database.context, database.Now(database.context));
                transaction.Commit();
            }

            database.context.ChangeTracker.Clear();
            database.Commits++;
            await database.WaitAsync();
            return answer;
        }

        public override void Dispose()
        {
        }
    }
}
