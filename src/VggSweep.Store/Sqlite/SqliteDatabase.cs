using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace VggSweep.Store;

/// <summary>The database of a home: one file, one process that writes.</summary>
/// <param name="source">As <see cref="Source(string, bool)"/> gives it.</param>
internal sealed class SqliteDatabase(string home, string source, TimeProvider time) : Database
{
    private readonly Lazy<DbContextOptions<SqliteContext>> options = new(() => Options(source));

    private readonly (long Ms, long Timestamp) begun = (time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp());

    public override string Name => home;

    public override string Naming => "--home";

    public static string FileOf(string home) => Path.Combine(home, SweepStore.DatabaseName);

    /// <returns>A connection string. It is built, not pasted: a folder's name may hold a semicolon.</returns>
    /// <param name="file">The database.</param>
    /// <param name="create">Whether a missing file is made.</param>
    public static string Source(string file, bool create) =>
        Source(file, create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite);

    /// <summary>Reads a file that nobody writes, without the files that SQLite puts beside it for readers.</summary>
    public static string SourceOfStillFile(string file) => Source(new Uri(file).AbsoluteUri + "?immutable=1", SqliteOpenMode.ReadOnly);

    /// <inheritdoc cref="Source(string, bool)"/>
    public static DbContextOptions<SqliteContext> Options(string file, bool create) => Options(Source(file, create));

    public override SweepDbContext NewContext() => new SqliteContext(options.Value);

    /// <remarks>Past EF: building its model would take most of the time of a command that reads.</remarks>
    public override async Task<T> ReadRowsAsync<T>(Func<Statements, Task<T>> read)
    {
        try
        {
            await using var connection = new SqliteConnection(source);
            await connection.OpenAsync();
            return await read(new Statements(() => connection, () => null));
        }
        catch (Exception exception) when (Recognize(exception) is { } problem)
        {
            throw problem;
        }
    }

    /// <summary>Ids of the migrations that the file has, in their order; none where it has no tables yet.</summary>
    public IReadOnlyList<string> AppliedMigrations()
    {
        using var connection = new SqliteConnection(source);
        connection.Open();
        var statements = new Statements(() => connection, () => null);
        return statements.Query($"SELECT 1 FROM sqlite_master WHERE name = '__EFMigrationsHistory'", row => row.GetInt32(0)).Count == 0
            ? []
            : statements.Query($"SELECT migration_id FROM \"__EFMigrationsHistory\" ORDER BY migration_id", row => row.GetString(0));
    }

    /// <remarks>The wall clock of the opening and the time since: a clock that is put forward must end no lease.</remarks>
    public override long Now(SweepDbContext context) => begun.Ms + (long)time.GetElapsedTime(begun.Timestamp).TotalMilliseconds;

    /// <remarks>Deferred: one that might write would wait for the writer.</remarks>
    public override async Task<IDbContextTransaction> BeginReadAsync(SweepDbContext context)
    {
        var moment = ((SqliteConnection)context.Database.GetDbConnection()).BeginTransaction(IsolationLevel.Serializable, deferred: true);
        return (await context.Database.UseTransactionAsync(moment))!;
    }

    public override Exception? Recognize(Exception exception) => StoreProblemException.Recognize(exception, home);

    public override void Close()
    {
        using var connection = new SqliteConnection(source);
        SqliteConnection.ClearPool(connection);
    }

    private static DbContextOptions<SqliteContext> Options(string source) =>
        Common(new DbContextOptionsBuilder<SqliteContext>().UseSqlite(source)).Options;

    private static string Source(string file, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, ForeignKeys = true, DefaultTimeout = 30 }.ToString();
}
