using VggSweep.Store;
using VggSweep.StoreBench;
using VggSweep.TestServers;

// What the store does in a second, on a home and on a PostgreSQL server of its own:
//   dotnet run --project bench/store -c Release
Console.WriteLine($"{"database",-10} {"callers",7} {"epochs/s",10} {"leases and ends/s",18}");
await OnSqliteAsync(store => Load.RunAsync("SQLite", store));
await OnPostgresAsync(store => Load.RunAsync("PostgreSQL", store));
Console.WriteLine();
Console.WriteLine($"{"database",-10} {"100,000 trials, s",18}");
await OnSqliteAsync(store => BigSweep.CreateAsync("SQLite", store));
await OnPostgresAsync(store => BigSweep.CreateAsync("PostgreSQL", store));

static async Task OnSqliteAsync(Func<SweepStore, Task> measure)
{
    var home = Directory.CreateTempSubdirectory("vggsweep-bench-").FullName;
    using (var held = HomeLock.Take(home, "bench", DateTimeOffset.UnixEpoch))
    {
        await using var store = SweepStore.Open(held, TimeProvider.System);
        await measure(store);
    }

    Directory.Delete(home, recursive: true);
}

static async Task OnPostgresAsync(Func<SweepStore, Task> measure)
{
    await using var server = new PostgresServer();
    await server.StartAsync();
    await using var store = await SweepStore.ConnectAsync(server.ConnectionString, "bench");
    await measure(store);
}
