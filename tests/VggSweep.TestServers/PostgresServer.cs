using System.Diagnostics;
using Npgsql;
using VggSweep.AppHost.Servers;

namespace VggSweep.TestServers;

/// <summary>
/// PostgreSQL, as durable as it comes: every commit is an fsync. The user <c>vggsweep</c> may do everything, with a
/// password.
/// </summary>
public sealed class PostgresServer() : TestServer("postgres", "database system is ready to accept connections")
{
    private const string Password = "secret of the tests";

    private PostgresProgram Program => field ??= new(Folder);

    /// <summary>Of the database <c>postgres</c>, which is always there.</summary>
    public override string ConnectionString => ConnectionTo("postgres");

    public string ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = Host,
            Port = Port,
            Database = database,
            Username = PostgresProgram.User,
            Password = Password,
        }.ToString();

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await ExecuteAsync($"CREATE DATABASE \"{name}\"");
        return ConnectionTo(name);
    }

    public Task DropDatabaseAsync(string name) => ExecuteAsync($"DROP DATABASE \"{name}\" WITH (FORCE)");

    private protected override ProcessStartInfo Prepare()
    {
        Program.CreateData(Password);
        return ServerCommand.Start(Program.Programs, Folder, Program.Command("fsync=on", $"port={Port}"));
    }

    private protected override Task ConnectAsync() => PostgresProgram.PingAsync(ConnectionString);

    private async Task ExecuteAsync(string sql)
    {
        // Not pooled: a pool would keep connections that a kill has broken.
        await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
