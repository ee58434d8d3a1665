using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace VggSweep.Store;

/// <summary>The model on SQLite.</summary>
internal sealed class SqliteContext(DbContextOptions<SqliteContext> options) : SweepDbContext(options)
{
    /// <summary>For <c>dotnet ef migrations add NAME --context SqliteContext --output-dir Sqlite/Migrations</c> alone.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<SqliteContext>
    {
        public SqliteContext CreateDbContext(string[] args) => new(SqliteDatabase.Options("design-time.db", create: true));
    }
}
