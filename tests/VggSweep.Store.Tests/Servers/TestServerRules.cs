using VggSweep.TestServers;

namespace VggSweep.Store.Tests;

/// <summary>The servers that tests run; each start asks for an answer.</summary>
public sealed class TestServerRules
{
    [Fact]
    public Task Redis_starts_again_however_it_ended() => StartsAgainAsync(new RedisServer());

    [Fact]
    public Task PostgreSQL_starts_again_however_it_ended() => StartsAgainAsync(new PostgresServer());

    private static async Task StartsAgainAsync(TestServer server)
    {
        await using (server)
        {
            await server.StartAsync();
            var (port, address) = (server.Port, server.ConnectionString);
            server.Kill();
            await server.StartAsync();
            await server.RestartAsync();
            Assert.Equal((port, address), (server.Port, server.ConnectionString));
        }
    }
}
