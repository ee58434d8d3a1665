using System.Net.Sockets;
using System.Text;

namespace VggSweep.TestServers;

/// <summary>Redis, as durable as it comes: every write is an fsync of its log. It asks for a password.</summary>
public sealed class RedisServer() : TestServer("redis", ServerPrograms.Redis(), "Ready to accept connections")
{
    private const string Password = "secret-of-the-tests";

    /// <summary>As StackExchange.Redis reads it.</summary>
    public override string ConnectionString => $"{Host}:{Port},password={Password}";

    private protected override void MakeData()
    {
        Directory.CreateDirectory(DataFolder);
        GiveAway(Folder);
        GiveAway(DataFolder);
    }

    private protected override string[] Arguments() =>
    [
        "redis-server", "--bind", Host, "--port", $"{Port}", "--dir", DataFolder, "--requirepass", Password,
        "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--unixsocket", Path.Combine(DataFolder, "redis.sock"),
    ];

    private protected override async Task ConnectAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Host, Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {Password}\r\nPING\r\n"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answers = (await reader.ReadLineAsync(), await reader.ReadLineAsync());
        if (answers != ("+OK", "+PONG"))
        {
            throw new InvalidOperationException($"Redis answered {answers}.");
        }
    }
}
