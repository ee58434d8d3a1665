using Microsoft.EntityFrameworkCore;

namespace VggSweep.Store;

/// <summary>Brings a database to this version, or says why it cannot.</summary>
internal static class SchemaVersion
{
    /// <remarks>
    /// Only under the home's own lock. EF's lock for SQLite is a row that stays when its process is killed, and the
    /// next migration waits for it for ever; since nobody else can migrate here, such a row is always stale.
    /// </remarks>
    public static void Bring(SweepDbContext context, string home)
    {
        RefuseNewer(context, home);
        if (context.Database.GetPendingMigrations().Any())
        {
            context.Database.ExecuteSqlRaw("DROP TABLE IF EXISTS \"__EFMigrationsLock\";");
            context.Database.Migrate();
        }
    }

    public static void Require(SweepDbContext context, string home)
    {
        RefuseNewer(context, home);
        if (context.Database.GetPendingMigrations().Any())
        {
            throw Other(context, home, "an older version, or one whose first run was ended early; run or resume a sweep in it to upgrade it");
        }
    }

    private static void RefuseNewer(SweepDbContext context, string home)
    {
        if (context.Database.GetAppliedMigrations().Except(context.Database.GetMigrations()).Any())
        {
            throw Other(context, home, "a newer version; upgrade VggSweep");
        }
    }

    private static HomeProblemException Other(SweepDbContext context, string home, string what)
    {
        var (found, wanted) = (context.Database.GetAppliedMigrations().LastOrDefault() ?? "none", context.Database.GetMigrations().Last());
        return new(
            HomeProblemKind.OtherVersion,
            $"{home}: the database has schema {found}, this program has {wanted}: it is of {what}, or name another home with --home.");
    }
}
