using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace VggSweep.Store;

/// <summary>What differs between the databases.</summary>
internal abstract class Database
{
    /// <summary>For messages: the home, or the database and its server.</summary>
    public abstract string Name { get; }

    public abstract SweepDbContext NewContext();

    public virtual async Task<T> ReadAsync<T>(Func<SweepDbContext, Task<T>> read)
    {
        try
        {
            await using var context = NewContext();
            return await read(context);
        }
        catch (Exception exception) when (Recognize(exception) is { } problem)
        {
            throw problem;
        }
    }

    /// <summary>Milliseconds since the Unix epoch, by the clock that judges leases.</summary>
    public abstract long Now(SweepDbContext context);

    /// <summary>A transaction that sees all rows as they are at one moment.</summary>
    public abstract Task<IDbContextTransaction> BeginReadAsync(SweepDbContext context);

    /// <summary>Puts the database's own trouble into words; null when the exception is about something else.</summary>
    public abstract Exception? Recognize(Exception exception);

    /// <summary>Gives back what connections hold.</summary>
    public abstract void Close();

    internal static DbContextOptionsBuilder<T> Common<T>(DbContextOptionsBuilder<T> builder)
        where T : DbContext => builder.UseSnakeCaseNamingConvention().UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
}
