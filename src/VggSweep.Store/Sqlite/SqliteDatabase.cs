using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace VggSweep.Store;

/// <summary>The database of a home: one file, one process that writes.</summary>
internal sealed class SqliteDatabase(string home, DbContextOptions<SqliteContext> options, TimeProvider time) : Database
{
    private readonly (long Ms, long Timestamp) begun = (time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp());

    public override string Name => home;

    public override string Naming => "--home";

    public static string FileOf(string home) => Path.Combine(home, SweepStore.DatabaseName);

    /// <param name="file">The database.</param>
    /// <param name="create">Whether a missing file is made.</param>
    public static DbContextOptions<SqliteContext> Options(string file, bool create) =>
        Options(file, create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite);

    /// <summary>Reads a file that nobody writes, without the files that SQLite puts beside it for readers.</summary>
    public static DbContextOptions<SqliteContext> OptionsOfStillFile(string file) =>
        Options(new Uri(file).AbsoluteUri + "?immutable=1", SqliteOpenMode.ReadOnly);

    public override SweepDbContext NewContext() => new SqliteContext(options);

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
        using var context = NewContext();
        SqliteConnection.ClearPool((SqliteConnection)context.Database.GetDbConnection());
    }

    /// <remarks>The connection string is built, not pasted: a folder's name may hold a semicolon.</remarks>
    private static DbContextOptions<SqliteContext> Options(string source, SqliteOpenMode mode) => Common(
        new DbContextOptionsBuilder<SqliteContext>().UseSqlite(
            new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, ForeignKeys = true, DefaultTimeout = 30 }.ToString())).Options;
}
