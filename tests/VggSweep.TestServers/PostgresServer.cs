using Npgsql;

namespace VggSweep.TestServers;

/// <summary>PostgreSQL, as durable as it comes: every commit is an fsync. The user <c>vggsweep</c> may do everything, with a password.</summary>
public sealed class PostgresServer() : TestServer("postgres", ServerPrograms.Postgres(), "database system is ready to accept connections")
{
    private const string User = "vggsweep";
    private const string Password = "secret of the tests";

    /// <summary>Of the database <c>postgres</c>, which is always there.</summary>
    public override string ConnectionString => ConnectionTo("postgres");

    public string ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder { Host = Host, Port = Port, Database = database, Username = User, Password = Password }.ToString();

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await ExecuteAsync($"CREATE DATABASE \"{name}\"");
        return ConnectionTo(name);
    }

    public Task DropDatabaseAsync(string name) => ExecuteAsync($"DROP DATABASE \"{name}\" WITH (FORCE)");

    private protected override void MakeData()
    {
        var password = Path.Combine(Folder, "password");
        File.WriteAllText(password, Password);
        GiveAway(Folder);
        GiveAway(password);
        Command.Run(Start(
            "initdb", "-D", DataFolder, "--username", User, "--pwfile", password, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"));
    }

    private protected override string[] Arguments() =>
    [
        "postgres", "-D", DataFolder, "-p", $"{Port}", "-c", $"listen_addresses={Host}", "-c", $"unix_socket_directories={DataFolder}",
        "-c", "fsync=on", "-c", "jit=off", "-c", "logging_collector=off", "-c", "log_destination=stderr", "-c", "timezone=UTC", "-c", "log_timezone=UTC",
    ];

    private protected override async Task ConnectAsync() => await ExecuteAsync("SELECT 1");

    private async Task ExecuteAsync(string sql)
    {
        // Not pooled: a pool would keep connections that a kill has broken.
        await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
