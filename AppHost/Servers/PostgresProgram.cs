using Npgsql;

namespace VggSweep.AppHost.Servers;

/// <summary>A PostgreSQL that runs on its own data, reached by TCP on loopback alone and with a password.</summary>
/// <param name="folder">Holds its data; it need not exist.</param>
internal sealed class PostgresProgram(string folder)
{
    public const string User = "vggsweep";
    public const string Host = "127.0.0.1";

    private readonly Lazy<ServerPrograms> programs = new(() => ServerPrograms.FindPostgres(VersionOf(folder))
        ?? throw new InvalidOperationException($"PostgreSQL is {ServerPrograms.Remedy}."));

    /// <summary>Where the programs are.</summary>
    /// <exception cref="InvalidOperationException">They are nowhere.</exception>
    public ServerPrograms Programs => programs.Value;

    private string Data => DataIn(folder);

    /// <summary>Creates the data where there are none; an interrupted try leaves none.</summary>
    /// <param name="databases">Made beside <c>postgres</c>.</param>
    /// <exception cref="InvalidOperationException">The programs are missing or failed.</exception>
    public void CreateData(string password, params IEnumerable<string> databases)
    {
        if (Directory.Exists(Data))
        {
            return;
        }

        var (fresh, secret) = ($"{Data}.new", Path.Combine(folder, "password.new"));
        Directory.CreateDirectory(folder);
        if (Directory.Exists(fresh))
        {
            Directory.Delete(fresh, recursive: true);
        }

        SecretFile.Write(secret, password);
        Run(
            "initdb",
            ["-D", fresh, "--username", User, "--pwfile", secret, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        File.Delete(secret);
        foreach (var database in databases)
        {
            Run("postgres", ["--single", "-D", fresh, "postgres"], $"CREATE DATABASE \"{database}\"\n");
        }

        Directory.Move(fresh, Data);
    }

    /// <summary>
    /// The server on the port that the variable PGPORT names. SIGINT stops it at once and in good order; SIGTERM waits
    /// for its clients.
    /// </summary>
    /// <remarks>Without a Unix socket: the path of one has room for 107 bytes.</remarks>
    public IReadOnlyList<string> Command(params IEnumerable<string> settings) => ServerCommand.Of(
        Programs.Of("postgres"),
        ["-D", Data, .. Setting($"listen_addresses={Host}"), .. Setting("unix_socket_directories="), .. Setting("jit=off"),
            .. Setting("logging_collector=off"), .. Setting("log_destination=stderr"), .. Setting("timezone=UTC"),
            .. Setting("log_timezone=UTC"), .. settings.SelectMany(Setting)]);

    /// <summary>Connects once, past every pool.</summary>
    /// <exception cref="NpgsqlException">It cannot be reached or refuses.</exception>
    public static async Task PingAsync(string connectionString, CancellationToken cancellation = default)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private void Run(string program, string[] arguments, string input = "") =>
        ServerCommand.Run(ServerCommand.Start(Programs, folder, ServerCommand.Of(Programs.Of(program), arguments)), input);

    private static string[] Setting(string setting) => ["-c", setting];

    private static string DataIn(string folder) => Path.Combine(folder, "data");

    private static string? VersionOf(string folder) =>
        Path.Combine(DataIn(folder), "PG_VERSION") is var file && File.Exists(file) ? File.ReadAllText(file).Trim() : null;
}
