using Microsoft.EntityFrameworkCore;

namespace VggSweep.Store;

/// <summary>Brings a database to this version, or says why it cannot.</summary>
internal static class SchemaVersion
{
    /// <remarks>
    /// On PostgreSQL only under our advisory lock, in a home only under its own lock. EF's lock for SQLite is a row that stays when its process is killed, and the
    /// next migration waits for it for ever; since nobody else can migrate here, such a row is always stale.
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

    public static void Require(SweepDbContext context, Database database)
    {
        RefuseNewer(context, database);
        if (context.Database.GetPendingMigrations().Any())
        {
            throw Other(context, database, "an older version, or one whose first run was ended early; run or resume a sweep in it to upgrade it");
        }
    }

    private static void RefuseNewer(SweepDbContext context, Database database)
    {
        if (context.Database.GetAppliedMigrations().Except(context.Database.GetMigrations()).Any())
        {
            throw Other(context, database, "a newer version; upgrade VggSweep");
        }
    }

    private static StoreProblemException Other(SweepDbContext context, Database database, string what)
    {
        var (found, wanted) = (context.Database.GetAppliedMigrations().LastOrDefault() ?? "none", context.Database.GetMigrations().Last());
        return new(
            StoreProblemKind.OtherVersion,
            $"{database.Name}: the database has schema {found}, this program has {wanted}: it is of {what}, or name another with {database.Naming}.");
    }
}
