using System.Net.Sockets;
using System.Text;

namespace VggSweep.AppHost.Servers;

/// <summary>A Redis on loopback with a password, which stands in a file: the command line is there for everyone to read.</summary>
/// <param name="folder">Holds its configuration and data; it need not exist.</param>
internal sealed class RedisProgram(string folder)
{
    public const string Host = "127.0.0.1";

    private readonly Lazy<ServerPrograms> programs =
        new(() => ServerPrograms.FindRedis() ?? throw new InvalidOperationException($"Redis is {ServerPrograms.Remedy}."));

    /// <summary>Where the program is.</summary>
    /// <exception cref="InvalidOperationException">It is nowhere.</exception>
    public ServerPrograms Programs => programs.Value;

    private string Configuration => Path.Combine(folder, "redis.conf");

    /// <param name="isDurable">Whether every write is an fsync of its log; else nothing is kept.</param>
    public void WriteConfiguration(string password, bool isDurable)
    {
        Directory.CreateDirectory(folder);
        SecretFile.Write(
            Configuration,
            $"""
            bind {Host}
            dir "{folder}"
            requirepass {password}
            save ""
            appendonly {(isDurable ? "yes" : "no")}
            appendfsync always

            """);
    }

    public IReadOnlyList<string> Command(params IEnumerable<string> arguments) =>
        [Programs.Of("redis-server"), Configuration, .. arguments];

    /// <summary>Connects once.</summary>
    /// <exception cref="InvalidOperationException">It refuses.</exception>
    /// <exception cref="SocketException">It cannot be reached.</exception>
    public static async Task PingAsync(string host, int port, string password, CancellationToken cancellation = default)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host, port, cancellation);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {password}\r\nPING\r\n"), cancellation);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answers = (await reader.ReadLineAsync(cancellation), await reader.ReadLineAsync(cancellation));
        if (answers != ("+OK", "+PONG"))
        {
            throw new InvalidOperationException($"Redis answered {answers}.");
        }
    }
}
