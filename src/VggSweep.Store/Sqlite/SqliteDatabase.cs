using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace VggSweep.Store;

/// <summary>The database of a home: one file, one process that writes.</summary>
internal sealed class SqliteDatabase(string home, bool create, TimeProvider time) : Database
{
    private readonly DbContextOptions<SqliteContext> options = Options(FileOf(home), create);

    public override string Name => home;

    public override string Naming => "--home";

    public static string FileOf(string home) => Path.Combine(home, "vggsweep.db");

    /// <param name="file">The database.</param>
    /// <param name="create">Whether a missing file is made.</param>
    public static DbContextOptions<SqliteContext> Options(string file, bool create) =>
        Common(new DbContextOptionsBuilder<SqliteContext>().UseSqlite(ConnectionString(file, create))).Options;

    public override SweepDbContext NewContext() => new SqliteContext(options);

    public override long Now(SweepDbContext context) => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <remarks>Deferred: one that might write would wait for the writer.</remarks>
    public override async Task<IDbContextTransaction> BeginReadAsync(SweepDbContext context)
    {
        await context.Database.OpenConnectionAsync();
        var moment = ((SqliteConnection)context.Database.GetDbConnection()).BeginTransaction(IsolationLevel.Serializable, deferred: true);
        return (await context.Database.UseTransactionAsync(moment))!;
    }

    public override Exception? Recognize(Exception exception) => StoreProblemException.Recognize(exception, home);

    public override void Close()
    {
        using var context = NewContext();
        SqliteConnection.ClearPool((SqliteConnection)context.Database.GetDbConnection());
    }

    /// <summary>Built, not pasted: a folder's name may hold a semicolon.</summary>
    private static string ConnectionString(string database, bool create) => new SqliteConnectionStringBuilder
    {
        DataSource = database,
        Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
        ForeignKeys = true,
        DefaultTimeout = 30,
    }.ToString();
}
