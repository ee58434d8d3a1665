using Microsoft.EntityFrameworkCore;
using VggSweep.Core.Grains;
using VggSweep.Core.Trials;

namespace VggSweep.Store;

/// <summary>
/// The rows: the only truth about sweeps. Whoever writes to a home holds its lock; to a shared database any coordinator
/// of its cluster writes, and fences keep them apart. Writes are durable when their task ends.
/// </summary>
public sealed partial class SweepStore : IAsyncDisposable
{
    /// <summary>The database's file within a home.</summary>
    public const string DatabaseName = "vggsweep.db";

    private readonly Database database;
    private readonly Writer? writer;
    private bool isDisposed;

    internal SweepStore(Database database, Writer? writer) => (this.database, this.writer) = (database, writer);

    /// <summary>Opens the home for writing, and brings its database to this version.</summary>
    /// <exception cref="StoreProblemException">It is of a newer version, damaged, or cannot be written to.</exception>
    public static SweepStore Open(HomeLock held, TimeProvider time)
    {
        var database = new SqliteDatabase(held.Home, SqliteDatabase.Source(SqliteDatabase.FileOf(held.Home), create: true), time);
        try
        {
            var context = database.NewContext();
            SchemaVersion.Bring(context, database);

            // The settings are the connection's, so it stays open.
            context.Database.OpenConnection();
            context.Database.ExecuteSqlRaw("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
            return new SweepStore(database, new WriteQueue(database, context));
        }
        catch (Exception exception) when (database.Recognize(exception) is { } problem)
        {
            throw problem;
        }
    }

    /// <summary>Opens the home for reading, also while another process writes.</summary>
    /// <exception cref="StoreProblemException">There is no home, or it is of another version.</exception>
    public static SweepStore OpenToRead(string home, TimeProvider time)
    {
        home = Path.GetFullPath(home);
        var file = SqliteDatabase.FileOf(home);
        if (HomeFiles.Length(home, DatabaseName) is null)
        {
            throw new StoreProblemException(
                StoreProblemKind.Missing, $"{home}: no home here; `vggsweep run` creates one, --home selects another.");
        }

        try
        {
            return OpenToRead(new SqliteDatabase(home, SqliteDatabase.Source(file, create: false), time));
        }
        catch (StoreProblemException problem) when (problem.Kind is StoreProblemKind.ReadOnly or StoreProblemKind.DiskFull)
        {
            HomeFiles.RequireReadable(home, DatabaseName);
            if (HasLog(file))
            {
                throw;
            }

            // SQLite wants to write an index of the log even to read. Without a log nobody writes, and the file is all there is.
            return OpenToRead(new SqliteDatabase(home, SqliteDatabase.SourceOfStillFile(file), time));
        }
    }

    /// <summary>Opens a cluster's database on PostgreSQL, and brings it to this version.</summary>
    /// <param name="connectionString">As Npgsql reads it.</param>
    /// <param name="clusterId">The cluster whose database it is from now on.</param>
    /// <exception cref="StoreProblemException">It is not there, refuses us, is of a newer version, or another cluster's.</exception>
    public static async Task<SweepStore> ConnectAsync(string connectionString, string clusterId)
    {
        var database = PostgresDatabase.At(connectionString);
        try
        {
            database.Migrate();
            var store = new SweepStore(
                database,
                new WriteQueue(database, [.. Enumerable.Range(0, PostgresDatabase.Writers).Select(_ => database.NewContext())]));
            try
            {
                await store.ClaimAsync(clusterId);
                return store;
            }
            catch
            {
                await store.DisposeAsync();
                throw;
            }
        }
        catch (Exception exception) when (database.Recognize(exception) is { } problem)
        {
            throw problem is StoreAwayException
                ? new StoreProblemException(
                    StoreProblemKind.Unreachable,
                    $"{problem.Message}; start it, or set the right Host and Port in {PostgresDatabase.Key}.", exception)
                : problem;
        }
    }

    public async Task<IReadOnlyList<SweepRow>> ListSweepsAsync() =>
        await ReadAsync(statements => statements.RowsAsync<SweepRow>($"ORDER BY created_ms, id"));

    public async Task<SweepRow?> FindSweepAsync(string sweep) =>
        (await ReadAsync(statements => statements.RowsAsync<SweepRow>($"WHERE id = {sweep}"))).SingleOrDefault();

    /// <summary>How many trials of each sweep have no resolved form; nothing of the sweeps that have none.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountUnresolvedAsync() =>
        (await ReadAsync(statements => statements.QueryAsync(
            $"SELECT sweep_id, COUNT(*) FROM trials WHERE spec NOT LIKE {ResolvedForms.Whole} GROUP BY sweep_id",
            row => (Sweep: row.GetString(0), Count: row.GetInt32(1))))).ToDictionary(group => group.Sweep, group => group.Count);

    /// <param name="from">The lowest number.</param>
    /// <param name="most">Trials at most.</param>
    public async Task<IReadOnlyList<TrialRow>> TrialsAsync(string sweep, int from = 1, int most = int.MaxValue) =>
        await ReadAsync(statements => statements.RowsAsync<TrialRow>(
            $"WHERE sweep_id = {sweep} AND number >= {from} ORDER BY number LIMIT {most}"));

    /// <summary>Of the sweep's trials.</summary>
    public async Task<IReadOnlySet<string>> IdentitiesAsync(string sweep) =>
        (await ReadAsync(statements =>
            statements.QueryAsync($"SELECT identity FROM trials WHERE sweep_id = {sweep}", row => row.GetString(0)))).ToHashSet();

    public async Task<TrialRow?> TrialAsync(string sweep, int trial) =>
        (await ReadAsync(statements => statements.RowsAsync<TrialRow>($"WHERE sweep_id = {sweep} AND number = {trial}"))).SingleOrDefault();

    public Task<IReadOnlyDictionary<TrialState, int>> CountTrialsAsync(string sweep) =>
        ReadAsync(statements => CountTrialsAsync(statements, sweep));

    public async Task<IReadOnlyList<AttemptRow>> AttemptsAsync(string sweep, int trial) =>
        await ReadAsync(statements => statements.RowsAsync<AttemptRow>($"WHERE sweep_id = {sweep} AND trial = {trial} ORDER BY fence"));

    /// <summary>Of all trials, in the order of their leases.</summary>
    public async Task<IReadOnlyList<AttemptRow>> AttemptsAsync(string sweep) =>
        await ReadAsync(statements => statements.RowsAsync<AttemptRow>($"WHERE sweep_id = {sweep} ORDER BY started_ms, fence"));

    public async Task<IReadOnlyList<EpochRow>> EpochsAsync(string sweep, int trial) =>
        await ReadAsync(statements => statements.RowsAsync<EpochRow>($"WHERE sweep_id = {sweep} AND trial = {trial} ORDER BY epoch"));

    /// <summary>Every epoch of the sweep in the order of recording, as its scheduler saw them.</summary>
    public async Task<IReadOnlyList<EpochRow>> EpochsInOrderAsync(string sweep) =>
        await ReadAsync(statements => statements.RowsAsync<EpochRow>($"WHERE sweep_id = {sweep} ORDER BY id"));

    public async Task<IReadOnlyList<DecisionRow>> DecisionsAsync(string sweep) =>
        await ReadAsync(statements => statements.RowsAsync<DecisionRow>($"WHERE sweep_id = {sweep} ORDER BY id"));

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<CheckpointReference>> CheckpointsAsync(string sweep, int trial) =>
        [.. (await ReadAsync(statements => statements.RowsAsync<CheckpointRow>(Newest(sweep, trial)))).Select(ToReference)];

    /// <summary>
    /// All files that are still of use, relative to the folder of the files: final weights, and checkpoints of trials
    /// that are not at their end.
    /// </summary>
    public async Task<IReadOnlySet<string>> FilesAsync() => await database.ReadAsync(async context =>
    {
        var checkpoints = await context.Checkpoints
            .Join(
                context.Trials, row => new { row.SweepId, row.Trial },
                trial => new { trial.SweepId, Trial = trial.Number }, (row, trial) => new { row.Path, trial.State })
            .Where(row => row.State == TrialState.Pending || row.State == TrialState.Running || row.State == TrialState.Paused)
            .Select(row => row.Path).ToListAsync();
        var weights = await context.Trials.Where(row => row.WeightsPath != null).Select(row => row.WeightsPath!).ToListAsync();
        return checkpoints.Concat(weights).ToHashSet();
    });

    public ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref isDisposed, true))
        {
            writer?.Dispose();
            database.Close();
        }

        return ValueTask.CompletedTask;
    }

    private static SweepStore OpenToRead(SqliteDatabase database)
    {
        try
        {
            SchemaVersion.Require(database);
            return new SweepStore(database, writer: null);
        }
        catch (Exception exception) when (database.Recognize(exception) is { } problem)
        {
            throw problem;
        }
    }

    private static bool HasLog(string database) => new FileInfo(database + "-wal") is { Exists: true, Length: > 0 };

    /// <remarks>
    /// By fence first: an attempt starts at the newest readable checkpoint, so one of an older fence that lies further on
    /// was damaged, and must not outlive those that are written again.
    /// </remarks>
    private static FormattableString Newest(string sweep, int trial) =>
        $"WHERE sweep_id = {sweep} AND trial = {trial} ORDER BY fence DESC, epoch DESC, step DESC";

    private Task<T> ReadAsync<T>(Func<Statements, Task<T>> read) => database.ReadRowsAsync(read);

    /// <summary>The rows of one trial after another, all as they were at one moment, also while another process writes.</summary>
    internal async Task<IReadOnlyList<TrialHistory>> HistoriesAsync(string sweep) => await database.ReadAsync(async context =>
    {
        await using var moment = await database.BeginReadAsync(context);
        var trials = await context.Statements.RowsAsync<TrialRow>($"WHERE sweep_id = {sweep} ORDER BY number");
        var epochs = (await context.Statements.RowsAsync<EpochRow>($"WHERE sweep_id = {sweep} ORDER BY id")).ToLookup(row => row.Trial);
        var attempts =
            (await context.Statements.RowsAsync<AttemptRow>($"WHERE sweep_id = {sweep} ORDER BY fence")).ToLookup(row => row.Trial);
        var checkpoints = (await context.Statements.RowsAsync<CheckpointRow>($"WHERE sweep_id = {sweep}")).ToLookup(row => row.Trial);
        return (IReadOnlyList<TrialHistory>)
            [
                .. trials.Select(
                    row => new TrialHistory(row, [.. epochs[row.Number]], [.. attempts[row.Number]], [.. checkpoints[row.Number]])),
            ];
    });

    internal Task<T> WriteAsync<T>(Func<SweepDbContext, long, T> write) =>
        (writer ?? throw new InvalidOperationException("This home is open read-only.")).WriteAsync(write);

    private static TrialRow One(SweepDbContext context, string sweep, int trial) =>
        context.Statements.Rows<TrialRow>($"WHERE sweep_id = {sweep} AND number = {trial}").Single();

    private static CheckpointReference ToReference(CheckpointRow row) => new(row.Epoch, row.Step, row.Fence, row.Path, row.Hash, row.Bytes);
}
