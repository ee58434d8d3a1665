using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace VggSweep.Store.Tests;

/// <summary>What a person must mend is told at the start, in one sentence that names what to change.</summary>
public sealed class PostgresProblems(SharedPostgres postgres)
{
    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // Bound and not listening: nobody else takes the port.
        var port = ((IPEndPoint)silent.LocalEndPoint!).Port;
        await IsToldAsync(
            StoreProblemKind.Unreachable, $"Host=127.0.0.1;Port={port};Database=x;Username=y",
            $"database x at 127.0.0.1:{port} cannot be reached");
    }

    [Fact]
    public Task A_host_without_an_address_is_unreachable() =>
        IsToldAsync(StoreProblemKind.Unreachable, "Host=no-such-host.invalid;Database=x;Username=y", "cannot be reached");

    [Fact]
    public Task A_text_that_is_no_connection_string_is_told() =>
        IsToldAsync(StoreProblemKind.Unreachable, "postgres://somewhere", "is not a connection string");

    [Fact]
    public async Task A_wrong_password_is_refused() => await IsToldAsync(
        StoreProblemKind.Refused, With(await postgres.DatabaseAsync(), wanted => wanted.Password = "wrong"), "refuses the user vggsweep");

    [Fact]
    public async Task A_missing_password_is_refused() => await IsToldAsync(
        StoreProblemKind.Refused, With(await postgres.DatabaseAsync(), wanted => wanted.Password = null), "refuses the user vggsweep");

    [Fact]
    public async Task A_user_without_rights_is_refused()
    {
        var database = await postgres.DatabaseAsync();
        await using (var connection = new NpgsqlConnection($"{database};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("CREATE ROLE guest LOGIN PASSWORD 'guest'", connection);
            await command.ExecuteNonQueryAsync();
        }

        await IsToldAsync(
            StoreProblemKind.Refused, With(database, wanted => (wanted.Username, wanted.Password) = ("guest", "guest")),
            "the user guest may not do this");
    }

    [Fact]
    public async Task A_missing_database_is_told_with_the_command_that_makes_it() => await IsToldAsync(
        StoreProblemKind.Missing, (await postgres.ServerAsync()).ConnectionTo("nowhere"), "createdb nowhere");

    [Fact]
    public async Task A_newer_database_is_refused_and_no_lock_is_left()
    {
        var database = await postgres.DatabaseAsync();
        await (await SweepStore.ConnectAsync(database, "tests")).DisposeAsync();
        await using (var context = new PostgresContext(PostgresDatabase.Options(database)))
        {
            await context.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_Future', '99.0')");
        }

        await IsToldAsync(StoreProblemKind.OtherVersion, database, "has schema 99990101000000_Future, this program has 2");
        await IsToldAsync(StoreProblemKind.OtherVersion, database, "upgrade VggSweep");
    }

    [Fact]
    public async Task A_database_of_another_cluster_is_refused()
    {
        var database = await postgres.DatabaseAsync();
        await (await SweepStore.ConnectAsync(database, "ours")).DisposeAsync();
        var message = await IsToldAsync(StoreProblemKind.OtherCluster, database, "belongs to the cluster 'ours', and this one is 'tests'");
        Assert.Contains("Orleans__ClusterId", message, StringComparison.Ordinal);
        await (await SweepStore.ConnectAsync(database, "ours")).DisposeAsync();
    }

    [Fact]
    public async Task Coordinators_that_start_at_once_on_an_empty_database_all_succeed()
    {
        var database = await postgres.DatabaseAsync();
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SweepStore.ConnectAsync(database, "tests"))));
        var sweep = await stores[0].SweepAsync();
        foreach (var store in stores)
        {
            Assert.NotNull(await store.FindSweepAsync(sweep));
            await store.DisposeAsync();
        }
    }

    /// <returns>The message.</returns>
    private static async Task<string> IsToldAsync(StoreProblemKind kind, string connectionString, string part)
    {
        var problem = await Assert.ThrowsAsync<StoreProblemException>(() => SweepStore.ConnectAsync(connectionString, "tests"));
        Assert.Equal(kind, problem.Kind);
        Assert.Contains(part, problem.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings__vggsweep", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
        return problem.Message;
    }

    private static string With(string connectionString, Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        change(builder);
        return builder.ToString();
    }
}
