using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace VggSweep.Store;

/// <summary>Brings a database to this version, or says why it cannot.</summary>
internal static class SchemaVersion
{
    /// <remarks>
    /// On PostgreSQL only under our advisory lock, in a home only under its own lock. EF's lock for SQLite is a row
    /// that stays when its process is killed, and the next migration waits for it for ever; since nobody else can
    /// migrate here, such a row is always stale.
    /// </remarks>
    public static void Bring(SweepDbContext context, Database database)
    {
        RefuseNewer(context, database);
        if (context.Database.GetPendingMigrations().Any())
        {
            if (context is SqliteContext)
            {
                context.Database.ExecuteSqlRaw("DROP TABLE IF EXISTS \"__EFMigrationsLock\";");
            }

            context.Database.Migrate();
        }

        ResolvedForms.Fill(context);
    }

    /// <summary>By the ids alone, without EF: every command that reads a home begins with this.</summary>
    public static void Require(SqliteDatabase database)
    {
        var (applied, known) = (database.AppliedMigrations(), KnownOf(typeof(SqliteContext)));
        if (applied.Except(known).Any())
        {
            throw Newer(database, applied, known);
        }

        if (known.Except(applied).Any())
        {
            throw Other(
                database, applied, known,
                "an older version, or one whose first run was ended early; run or resume a sweep in it to upgrade it");
        }
    }

    /// <summary>Ids of the migrations that this program has for a context, in their order.</summary>
    internal static IReadOnlyList<string> KnownOf(Type context) =>
    [
        .. context.Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == context)
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    private static void RefuseNewer(SweepDbContext context, Database database)
    {
        var (applied, known) = (context.Database.GetAppliedMigrations().ToList(), context.Database.GetMigrations().ToList());
        if (applied.Except(known).Any())
        {
            throw Newer(database, applied, known);
        }
    }

    private static StoreProblemException Newer(Database database, IReadOnlyList<string> applied, IReadOnlyList<string> known) =>
        Other(database, applied, known, "a newer version; upgrade VggSweep");

    private static StoreProblemException Other(
        Database database, IReadOnlyList<string> applied, IReadOnlyList<string> known, string what) => new(
        StoreProblemKind.OtherVersion,
        $"{database.Name}: the database has schema {(applied is [.., var last] ? last : "none")}, this program has "
        + $"{known[^1]}: it is of {what}, "
        + $"or name another with {database.Naming}.");
}
