using System.Diagnostics;
using VggSweep.AppHost.Servers;

namespace VggSweep.TestServers;

/// <summary>Redis, as durable as it comes: every write is an fsync of its log. It asks for a password.</summary>
public sealed class RedisServer() : TestServer("redis", "Ready to accept connections")
{
    private const string Password = "secret-of-the-tests";

    /// <summary>As StackExchange.Redis reads it.</summary>
    public override string ConnectionString => $"{Host}:{Port},password={Password}";

    /// <summary>Ends the server and deletes its log: it starts empty, as one whose disk was lost.</summary>
    public void Lose()
    {
        Kill();
        Directory.Delete(Path.Combine(Folder, "appendonlydir"), recursive: true);
    }

    private protected override ProcessStartInfo Prepare()
    {
        var program = new RedisProgram(Folder);
        program.WriteConfiguration(Password, isDurable: true);
        return ServerCommand.Start(program.Programs, Folder, program.Command("--port", $"{Port}"));
    }

    private protected override Task ConnectAsync() => RedisProgram.PingAsync(Host, Port, Password);
}
