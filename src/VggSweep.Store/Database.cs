using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace VggSweep.Store;

/// <summary>What differs between the databases.</summary>
internal abstract class Database
{
    /// <summary>For messages: the home, or the database and its server.</summary>
    public abstract string Name { get; }

    /// <summary>What names another one: an option or a key.</summary>
    public abstract string Naming { get; }

    /// <summary>One that nobody else uses until it is disposed.</summary>
    public abstract SweepDbContext NewContext();

    public virtual async Task<T> ReadAsync<T>(Func<SweepDbContext, Task<T>> read)
    {
        try
        {
            await using var context = NewContext();
            await context.Database.OpenConnectionAsync();
            return await read(context);
        }
        catch (Exception exception) when (Recognize(exception) is { } problem)
        {
            throw problem;
        }
    }

    /// <summary>As <see cref="ReadAsync"/>, for what needs no model.</summary>
    public virtual Task<T> ReadRowsAsync<T>(Func<Statements, Task<T>> read) => ReadAsync(context => read(context.Statements));

    /// <summary>Milliseconds since the Unix epoch, by the clock that judges leases.</summary>
    public abstract long Now(SweepDbContext context);

    /// <summary>Changes one row, and only if that was there does the second.</summary>
    /// <param name="change">An UPDATE of one row at most.</param>
    /// <param name="then">A statement that writes one row, and ends with a WHERE.</param>
    /// <returns>Whether the row was there.</returns>
    public virtual bool ChangeThen(SweepDbContext context, FormattableString change, FormattableString then) =>
        context.Statements.Execute(change) == 1 && context.Statements.Execute(then) == 1;

    /// <summary>A transaction that sees all rows as they are at one moment.</summary>
    public abstract Task<IDbContextTransaction> BeginReadAsync(SweepDbContext context);

    /// <summary>Puts the database's own trouble into words; null when the exception is about something else.</summary>
    public abstract Exception? Recognize(Exception exception);

    /// <summary>Gives back what connections hold.</summary>
    public abstract void Close();

    internal static DbContextOptionsBuilder<T> Common<T>(DbContextOptionsBuilder<T> builder)
        where T : DbContext => builder.UseSnakeCaseNamingConvention().UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
}
