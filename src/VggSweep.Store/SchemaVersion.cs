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
        if (Unknown(context).FirstOrDefault() is { } newer)
        {
            throw Other(home, $"was written by a newer version (its migration {newer} is unknown here); upgrade VggSweep");
        }

        if (context.Database.GetPendingMigrations().Any())
        {
            context.Database.ExecuteSqlRaw("DROP TABLE IF EXISTS \"__EFMigrationsLock\";");
            context.Database.Migrate();
        }
    }

    public static void Require(SweepDbContext context, string home)
    {
        if (Unknown(context).FirstOrDefault() is { } newer)
        {
            throw Other(home, $"was written by a newer version (its migration {newer} is unknown here); upgrade VggSweep");
        }

        if (context.Database.GetPendingMigrations().FirstOrDefault() is { } pending)
        {
            throw Other(home, $"was written by an older version, or its first run was ended early (migration {pending} is missing); run or resume a sweep in it to upgrade it");
        }
    }

    private static IEnumerable<string> Unknown(SweepDbContext context) =>
        context.Database.GetAppliedMigrations().Except(context.Database.GetMigrations());

    private static HomeProblemException Other(string home, string what) =>
        new(HomeProblemKind.OtherVersion, $"{home}: the database {what}, or name another home with --home.");
}
