using System.Net;
using System.Net.Sockets;
using VggSweep.Core.Training;
using VggSweep.ServiceDefaults;
using VggSweep.TestCluster;

namespace VggSweep.Cluster.Tests;

/// <summary>A configuration that cannot work ends with one sentence that names the key to change.</summary>
[Collection(OneAtATime.Name)]
public sealed class BadConfigurations(RunningCluster running) : IClassFixture<RunningCluster>
{
    private readonly TestCluster.Cluster cluster = running.Cluster;

    [Theory]
    [InlineData("no clustering", "Orleans__Clustering__ProviderType", "", 2, "Orleans__Clustering__ProviderType is not set")]
    [InlineData("no database named", "ConnectionStrings__vggsweep", "", 2, "ConnectionStrings__vggsweep is not set")]
    [InlineData("no text that names one", "ConnectionStrings__vggsweep", "what is this", 69, "ConnectionStrings__vggsweep")]
    [InlineData("nobody listens", "ConnectionStrings__vggsweep", "Host=127.0.0.1;Port=1;Database=x;Username=y", 69,
        "ConnectionStrings__vggsweep")]
    [InlineData("another cluster's database", "Orleans__ClusterId", "others", 78, "Orleans__ClusterId")]
    [InlineData("Redis is not there", "ConnectionStrings__redis", "127.0.0.1:1", 2, "ConnectionStrings__redis")]
    [InlineData("an address that others reach", "ASPNETCORE_URLS", "http://0.0.0.0:0", 2, "VggSweep__ApiKeyHashes__0")]
    [InlineData("a bare number for a duration", "VggSweep__LeaseTtl", "30", 2, "VggSweep__LeaseTtl is '30'")]
    [InlineData("a hash that is none", "VggSweep__ApiKeyHashes__0", "short", 2, "VggSweep__ApiKeyHashes__0")]
    [InlineData("a key file that is not there", "VggSweep__ApiKeyFile", "/nowhere/key", 2, "VggSweep__ApiKeyFile")]
    [InlineData("a port that is none", "Orleans__Endpoints__SiloPort", "many", 2, "Orleans__Endpoints__SiloPort")]
    [InlineData("no address", "Orleans__Endpoints__AdvertisedIPAddress", "here", 2, "Orleans__Endpoints__AdvertisedIPAddress")]
    [InlineData("another machine's address", "Orleans__Endpoints__AdvertisedIPAddress", "192.0.2.1", 2,
        "Orleans__Endpoints__AdvertisedIPAddress")]
    public Task A_coordinator_says_what_to_change(string title, string key, string value, int exitCode, string expected) =>
        EndsAsync(title, "coordinator", new() { [key] = value }, exitCode, expected);

    [Theory]
    [InlineData("no folder of files", "VggSweep__Worker__Files", "", 2, "VggSweep__Worker__Files is not set")]
    [InlineData("a folder that is not there", "VggSweep__Worker__Files", "/nowhere", 2, "VggSweep__Worker__Files")]
    [InlineData("no data in the folder", "VggSweep__Worker__Data", "/tmp", 2, "VggSweep__Worker__Data")]
    [InlineData("no trainer", "VggSweep__Worker__Trainer", "/nowhere/trainer", 2, "VggSweep__Worker__Trainer")]
    [InlineData("a device of another kind", "VggSweep__Worker__Device", "tpu", 2, "VggSweep__Worker__Device")]
    [InlineData("slots that are no number", "VggSweep__Worker__Slots", "two", 2, "VggSweep__Worker__Slots")]
    [InlineData("Redis is not there", "ConnectionStrings__redis", "127.0.0.1:1", 2, "ConnectionStrings__redis")]
    public Task A_worker_says_what_to_change(string title, string key, string value, int exitCode, string expected) =>
        EndsAsync(title, "worker", new() { [key] = value }, exitCode, expected);

    [Fact]
    public Task A_wrong_password_is_named() => EndsAsync(
        "wrong password", "coordinator",
        new()
        {
            ["ConnectionStrings__vggsweep"] = cluster.Configuration()["ConnectionStrings__vggsweep"].Replace(
                "secret", "guess", StringComparison.Ordinal),
        },
        69, "ConnectionStrings__vggsweep");

    [Fact]
    public Task A_missing_database_is_named() => EndsAsync(
        "missing database", "coordinator",
        new() { ["ConnectionStrings__vggsweep"] = cluster.Postgres.ConnectionTo("nowhere") }, 69, "ConnectionStrings__vggsweep");

    [Fact]
    public async Task A_key_that_is_too_short_is_named()
    {
        var file = Path.Combine(cluster.Files, "key");
        await File.WriteAllTextAsync(file, "12345678\n");
        await EndsAsync("short key", "coordinator", new() { ["VggSweep__ApiKeyFile"] = file }, 2, "VggSweep__ApiKeyFile");
    }

    [Fact]
    public Task A_port_that_is_taken_is_named() => EndsAsync(
        "taken port", "coordinator", new() { ["Orleans__Endpoints__SiloPort"] = $"{cluster.Redis.Port}" }, 2,
        "Orleans__Endpoints__SiloPort");

    /// <summary>The newcomer would take the place of the silo that listens there, which would end.</summary>
    [Theory]
    [InlineData("Orleans__Endpoints__SiloPort")]
    [InlineData("Orleans__Endpoints__GatewayPort")]
    [InlineData("ASPNETCORE_URLS")]
    public async Task A_port_that_is_taken_on_another_address_than_loopback_is_named(string key)
    {
        const string Address = "127.0.0.2";
        using var taken = new TcpListener(IPAddress.Parse(Address), 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await EndsAsync("taken port", "coordinator", new()
        {
            ["Orleans__Endpoints__AdvertisedIPAddress"] = Address,
            [key] = key is "ASPNETCORE_URLS" ? $"http://{Address}:{port}" : $"{port}",
        }, 2, key);
    }

    [Fact]
    public async Task A_name_that_another_worker_has_is_named()
    {
        var first = cluster.StartIdleWorker();
        await cluster.UntilAsync(
            "the worker is there", async () => (await cluster.WorkersAsync()).Any(worker => worker.Worker == first.Name));
        await EndsAsync("taken name", "worker", new() { ["VggSweep__Worker__Name"] = first.Name }, 2, "VggSweep__Worker__Name");
        Assert.True(first.IsAlive);
        await first.StopAsync();
    }

    [Fact]
    public async Task A_folder_that_is_not_the_clusters_is_named()
    {
        var first = cluster.StartWorker();
        await cluster.UntilAsync("the worker is there", async () => (await cluster.WorkersAsync()).Count > 0);
        var other = Directory.CreateTempSubdirectory("vggsweep-other-").FullName;
        await EndsAsync("another folder", "worker", new() { ["VggSweep__Worker__Files"] = other }, 2, "VggSweep__Worker__Files");
        Directory.Delete(other, recursive: true);
        await first.StopAsync();
    }

    /// <summary>Before it joins: a supervisor would start it again and again, and each time it would take a trial.</summary>
    [Fact]
    public async Task A_data_file_that_is_cut_off_is_named()
    {
        var data = Directory.CreateTempSubdirectory("vggsweep-data-").FullName;
        FashionMnistFiles.All.ToList().ForEach(file => File.WriteAllText(Path.Combine(data, file.Name), "cut off"));
        await EndsAsync(
            "cut off data", "worker", new() { ["VggSweep__Worker__Data"] = data }, 69,
            $"{Path.Combine(data, FashionMnistFiles.TrainImages.Name)} is not a Fashion-MNIST file");
        Directory.Delete(data, recursive: true);
    }

    private async Task EndsAsync(string title, string program, Dictionary<string, string> wrong, int exitCode, string expected)
    {
        var environment = cluster.Configuration();
        var ports = FreePorts.Take(3);
        (environment["Orleans__Endpoints__SiloPort"], environment["Orleans__Endpoints__GatewayPort"]) = ($"{ports[0]}", $"{ports[1]}");
        environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{ports[2]}";
        foreach (var (key, value) in wrong)
        {
            environment[key] = value;
        }

        await using var process = new ClusterProcess(title, [program], environment);
        await process.EndedAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Contains(expected, process.Log, StringComparison.Ordinal);
        Assert.Equal(exitCode, process.ExitCode);
        Assert.DoesNotContain("   at ", process.Log, StringComparison.Ordinal);
        Assert.Single(process.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
