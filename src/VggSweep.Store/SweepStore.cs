using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using VggSweep.Core.Trials;

namespace VggSweep.Store;

/// <summary>
/// The rows of a home: the only truth about its sweeps. Whoever writes holds the home's lock; whoever reads needs
/// nothing. Writes are durable when their task ends.
/// </summary>
public sealed partial class SweepStore : IAsyncDisposable
{
    /// <summary>The database's file within the home.</summary>
    public const string DatabaseName = "vggsweep.db";

    private readonly string home;
    private readonly TimeProvider time;
    private readonly DbContextOptions<SweepDbContext> options;
    private readonly WriteQueue? writer;
    private bool isDisposed;

    private SweepStore(string home, TimeProvider time, DbContextOptions<SweepDbContext> options, WriteQueue? writer) =>
        (this.home, this.time, this.options, this.writer) = (home, time, options, writer);

    /// <summary>Opens the home for writing, and brings its database to this version.</summary>
    /// <exception cref="HomeProblemException">It is of a newer version, damaged, or cannot be written to.</exception>
    public static SweepStore Open(HomeLock held, TimeProvider time)
    {
        try
        {
            var options = SweepDbContext.Options(DatabaseOf(held.Home), create: true);
            var context = new SweepDbContext(options);
            SchemaVersion.Bring(context, held.Home);

            // The settings are the connection's, so it stays open.
            context.Database.OpenConnection();
            context.Database.ExecuteSqlRaw("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
            return new SweepStore(held.Home, time, options, new WriteQueue(context));
        }
        catch (Exception exception) when (HomeProblemException.Recognize(exception, held.Home) is { } problem)
        {
            throw problem;
        }
    }

    /// <summary>Opens the home for reading, also while another process writes.</summary>
    /// <exception cref="HomeProblemException">There is no home, or it is of another version.</exception>
    public static SweepStore OpenToRead(string home, TimeProvider time)
    {
        home = Path.GetFullPath(home);
        var database = DatabaseOf(home);
        if (!File.Exists(database))
        {
            throw new HomeProblemException(HomeProblemKind.Missing, $"{home}: there is no home here; `vggsweep run` makes one, --home names another.");
        }

        try
        {
            return OpenToRead(home, time, SweepDbContext.Options(database, create: false));
        }
        catch (HomeProblemException problem) when (problem.Kind is HomeProblemKind.ReadOnly or HomeProblemKind.DiskFull && !HasLog(database))
        {
            // SQLite wants to write an index of the log even to read. Without a log nobody writes, and the file is all there is.
            return OpenToRead(home, time, SweepDbContext.OptionsOfStillFile(database));
        }
    }

    public async Task<IReadOnlyList<SweepRow>> ListSweepsAsync() =>
        await ReadAsync(context => context.Sweeps.OrderBy(row => row.CreatedMs).ThenBy(row => row.Id).ToListAsync());

    public Task<SweepRow?> FindSweepAsync(string sweep) =>
        ReadAsync(context => context.Sweeps.SingleOrDefaultAsync(row => row.Id == sweep));

    public async Task<IReadOnlyList<TrialRow>> TrialsAsync(string sweep) =>
        await ReadAsync(context => context.Trials.Where(row => row.SweepId == sweep).OrderBy(row => row.Number).ToListAsync());

    public Task<TrialRow?> TrialAsync(string sweep, int trial) =>
        ReadAsync(context => context.Trials.SingleOrDefaultAsync(row => row.SweepId == sweep && row.Number == trial));

    public async Task<IReadOnlyDictionary<TrialState, int>> CountTrialsAsync(string sweep) =>
        await ReadAsync(context => context.Trials.Where(row => row.SweepId == sweep)
            .GroupBy(row => row.State).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count));

    public async Task<IReadOnlyList<AttemptRow>> AttemptsAsync(string sweep, int trial) =>
        await ReadAsync(context => context.Attempts.Where(row => row.SweepId == sweep && row.Trial == trial).OrderBy(row => row.Fence).ToListAsync());

    public async Task<IReadOnlyList<EpochRow>> EpochsAsync(string sweep, int trial) =>
        await ReadAsync(context => context.Epochs.Where(row => row.SweepId == sweep && row.Trial == trial).OrderBy(row => row.Epoch).ToListAsync());

    /// <summary>Every epoch of the sweep in the order of recording, as its scheduler saw them.</summary>
    public async Task<IReadOnlyList<EpochRow>> EpochsInOrderAsync(string sweep) =>
        await ReadAsync(context => context.Epochs.Where(row => row.SweepId == sweep).OrderBy(row => row.Id).ToListAsync());

    public async Task<IReadOnlyList<DecisionRow>> DecisionsAsync(string sweep) =>
        await ReadAsync(context => context.Decisions.Where(row => row.SweepId == sweep).OrderBy(row => row.Id).ToListAsync());

    /// <summary>Newest first, with absolute paths.</summary>
    public async Task<IReadOnlyList<CheckpointReference>> CheckpointsAsync(string sweep, int trial) =>
        [.. (await ReadAsync(context => Newest(context, sweep, trial).ToListAsync())).Select(ToReference)];

    /// <summary>Every completed trial of the home, for predicting the next ones.</summary>
    public async Task<IReadOnlyList<TrialRow>> CompletedTrialsAsync() =>
        await ReadAsync(context => context.Trials.Where(row => row.State == TrialState.Completed).ToListAsync());

    /// <summary>Absolute paths of all files that are still of use: final weights, and checkpoints of trials that are not at their end.</summary>
    public async Task<IReadOnlySet<string>> FilesAsync() => await ReadAsync(async context =>
    {
        var checkpoints = await context.Checkpoints
            .Join(context.Trials, row => new { row.SweepId, row.Trial }, trial => new { trial.SweepId, Trial = trial.Number }, (row, trial) => new { row.Path, trial.State })
            .Where(row => row.State == TrialState.Pending || row.State == TrialState.Running || row.State == TrialState.Paused)
            .Select(row => row.Path).ToListAsync();
        var weights = await context.Trials.Where(row => row.WeightsPath != null).Select(row => row.WeightsPath!).ToListAsync();
        return checkpoints.Concat(weights).Select(Absolute).ToHashSet();
    });

    public ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref isDisposed, true))
        {
            writer?.Dispose();
            using var context = new SweepDbContext(options);
            SqliteConnection.ClearPool((SqliteConnection)context.Database.GetDbConnection());
        }

        return ValueTask.CompletedTask;
    }

    private static SweepStore OpenToRead(string home, TimeProvider time, DbContextOptions<SweepDbContext> options)
    {
        try
        {
            using var context = new SweepDbContext(options);
            SchemaVersion.Require(context, home);
            return new SweepStore(home, time, options, writer: null);
        }
        catch (Exception exception) when (HomeProblemException.Recognize(exception, home) is { } problem)
        {
            throw problem;
        }
    }

    private static bool HasLog(string database) => new FileInfo(database + "-wal") is { Exists: true, Length: > 0 };

    private static string DatabaseOf(string home) => Path.Combine(home, DatabaseName);

    /// <remarks>
    /// By fence first: an attempt starts at the newest readable checkpoint, so one of an older fence that lies further on
    /// was damaged, and must not outlive those that are written again.
    /// </remarks>
    private static IQueryable<CheckpointRow> Newest(SweepDbContext context, string sweep, int trial) =>
        context.Checkpoints.Where(row => row.SweepId == sweep && row.Trial == trial)
            .OrderByDescending(row => row.Fence).ThenByDescending(row => row.Epoch).ThenByDescending(row => row.Step);

    private async Task<T> ReadAsync<T>(Func<SweepDbContext, Task<T>> read)
    {
        await using var context = new SweepDbContext(options);
        return await read(context);
    }

    /// <summary>The rows of one trial after another, all as they were at one moment, also while another process writes.</summary>
    internal async Task<IReadOnlyList<TrialHistory>> HistoriesAsync(string sweep) => await ReadAsync(async context =>
    {
        await context.Database.OpenConnectionAsync();
        await using var moment = ((SqliteConnection)context.Database.GetDbConnection()).BeginTransaction(deferred: true);
        await context.Database.UseTransactionAsync(moment);
        var trials = await context.Trials.Where(row => row.SweepId == sweep).OrderBy(row => row.Number).ToListAsync();
        var epochs = (await context.Epochs.Where(row => row.SweepId == sweep).OrderBy(row => row.Id).ToListAsync()).ToLookup(row => row.Trial);
        var attempts = (await context.Attempts.Where(row => row.SweepId == sweep).OrderBy(row => row.Fence).ToListAsync()).ToLookup(row => row.Trial);
        var checkpoints = (await context.Checkpoints.Where(row => row.SweepId == sweep).ToListAsync()).ToLookup(row => row.Trial);
        return (IReadOnlyList<TrialHistory>)
            [.. trials.Select(row => new TrialHistory(row, [.. epochs[row.Number]], [.. attempts[row.Number]], [.. checkpoints[row.Number]]))];
    });

    private async Task<T> WriteAsync<T>(Func<SweepDbContext, T> write)
    {
        var queue = writer ?? throw new InvalidOperationException("This home was opened to read.");
        try
        {
            return await queue.WriteAsync(write);
        }
        catch (Exception exception) when (HomeProblemException.Recognize(exception, home) is { } problem)
        {
            throw problem;
        }
    }

    private CheckpointReference ToReference(CheckpointRow row) => new(row.Epoch, row.Step, row.Fence, Absolute(row.Path), row.Hash, row.Bytes);

    /// <summary>A home that is moved as a whole keeps its files.</summary>
    private string Relative(string path)
    {
        var relative = Path.GetRelativePath(home, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private string Absolute(string path) => Path.GetFullPath(Path.Combine(home, path));

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
