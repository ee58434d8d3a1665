using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace VggSweep.Store;

/// <summary>The model on PostgreSQL.</summary>
internal sealed class PostgresContext(DbContextOptions<PostgresContext> options) : SweepDbContext(options)
{
    /// <summary>For <c>dotnet ef migrations add NAME --context PostgresContext --output-dir Postgres/Migrations</c> alone.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<PostgresContext>
    {
        public PostgresContext CreateDbContext(string[] args) => new(PostgresDatabase.Options("Host=design-time"));
    }
}
