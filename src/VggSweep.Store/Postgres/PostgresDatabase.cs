using System.Data;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using VggSweep.Core.Grains;

namespace VggSweep.Store;

/// <summary>A database that all coordinators of a cluster share. Its clock judges leases, not theirs.</summary>
internal sealed class PostgresDatabase(NpgsqlConnectionStringBuilder connection) : Database
{
    /// <summary>The key under which configuration names the database.</summary>
    public const string Key = "ConnectionStrings__vggsweep";

    /// <summary>
    /// A transaction is mostly ways to the server and back: while one waits another one writes. Fences keep them apart
    /// like those of two coordinators.
    /// </summary>
    public const int Writers = 3;

    /// <summary>Names our advisory lock among those of a server; any constant does.</summary>
    private const long MigrationLock = 0x76676773;

    private readonly DbContextOptions<PostgresContext> options = Options(connection.ConnectionString);

    public override string Name => $"database {connection.Database} at {connection.Host}:{connection.Port}";

    /// <exception cref="StoreProblemException">The text is no connection string.</exception>
    public static PostgresDatabase At(string connectionString)
    {
        try
        {
            // Prepared statements save the server a third of its time for our dozen of short ones.
            return new(new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 40, ApplicationName = "vggsweep" });
        }
        catch (ArgumentException exception)
        {
            throw new StoreProblemException(
                StoreProblemKind.Unreachable,
                $"{Key} is not a connection string: {exception.Message} Give one as Host=…;Database=…;Username=…;Password=….", exception);
        }
    }

    public static DbContextOptions<PostgresContext> Options(string connectionString) =>
        Common(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(connectionString)).Options;

    /// <summary>Brings the database to this version; several coordinators may do so at once.</summary>
    public void Migrate()
    {
        // The lock is the connection's: it ends with it, however that ends.
        using var context = NewContext();
        context.Database.OpenConnection();
        context.Database.ExecuteSql($"SELECT pg_advisory_lock({MigrationLock})");
        SchemaVersion.Bring(context, this);
        context.Database.ExecuteSql($"SELECT pg_advisory_unlock({MigrationLock})");
    }

    public override string Naming => Key;

    public override SweepDbContext NewContext() => new PostgresContext(options);

    public override long Now(SweepDbContext context) =>
        context.Statements.Query($"SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint", row => row.GetInt64(0)).Single();

    /// <summary>Both in one statement: each is a way to the server and back.</summary>
    public override bool ChangeThen(SweepDbContext context, FormattableString change, FormattableString then)
    {
        // The parameters of the second come after those of the first.
        var second = Regex.Replace(
            then.Format, @"\{(\d+)\}",
            number => $"{{{change.ArgumentCount + int.Parse(number.Groups[1].Value, CultureInfo.InvariantCulture)}}}");
        var both = $"WITH changed AS ({change.Format} RETURNING 1) {second} AND EXISTS (SELECT FROM changed)";
        return context.Statements.Execute(FormattableStringFactory.Create(both, [.. change.GetArguments(), .. then.GetArguments()])) == 1;
    }

    public override Task<IDbContextTransaction> BeginReadAsync(SweepDbContext context) =>
        context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead);

    /// <summary>
    /// What may pass by itself is <see cref="StoreAwayException"/>; what a person must mend,
    /// <see cref="StoreProblemException"/>.
    /// </summary>
    public override Exception? Recognize(Exception exception)
    {
        for (var at = exception; at is not null; at = at.InnerException)
        {
            switch (at)
            {
                case StoreProblemException or StoreAwayException:
                    return at;
                case PostgresException
                {
                    SqlState: PostgresErrorCodes.InvalidPassword
                    or PostgresErrorCodes.InvalidAuthorizationSpecification
                } refused:
                    return new StoreProblemException(
                        StoreProblemKind.Refused,
                        $"{Name} refuses the user {connection.Username}: {refused.MessageText}; set the right "
                        + $"Username and Password in {Key}.", exception);
                case PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName }:
                    return new StoreProblemException(
                        StoreProblemKind.Missing,
                        $"{Name} does not exist; create it (createdb {connection.Database}), or name another in {Key}.", exception);
                case PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused:
                    return new StoreProblemException(
                        StoreProblemKind.Refused,
                        $"{Name}: the user {connection.Username} may not do this: {refused.MessageText}; grant it the "
                        + $"database, or name another user in {Key}.", exception);
                case PostgresException { SqlState: PostgresErrorCodes.DiskFull }:
                case NpgsqlException { IsTransient: true }:
                case SocketException or TimeoutException:
                case NpgsqlException { InnerException: IOException }:
                    return new StoreAwayException($"{Name} cannot be reached: {(at as PostgresException)?.MessageText ?? at.Message}");
                case NpgsqlException and not PostgresException:
                    return new StoreProblemException(
                        StoreProblemKind.Refused,
                        $"{Name} refuses the user {connection.Username}: {at.Message}; set what is missing in {Key}.", exception);
            }
        }

        return null;
    }

    public override void Close()
    {
        using var pooled = new NpgsqlConnection(connection.ConnectionString);
        NpgsqlConnection.ClearPool(pooled);
    }
}
