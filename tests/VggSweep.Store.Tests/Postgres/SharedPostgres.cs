using VggSweep.TestServers;

[assembly: AssemblyFixture(typeof(VggSweep.Store.Tests.SharedPostgres))]

namespace VggSweep.Store.Tests;

/// <summary>One PostgreSQL server for all tests that leave it as it is; started for the first that asks.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> server = new(StartAsync);
    private int databases;

    public Task<PostgresServer> ServerAsync() => server.Value;

    /// <summary>A new and empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> DatabaseAsync() =>
        await (await ServerAsync()).CreateDatabaseAsync($"test-{Interlocked.Increment(ref databases)}");

    public async ValueTask DisposeAsync()
    {
        if (server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await ServerAsync()).DisposeAsync();
        }
    }

    private static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        await server.StartAsync();
        return server;
    }
}
