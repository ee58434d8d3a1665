using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;
using VggSweep.Core.Api;
using VggSweep.Core.Leases;
using VggSweep.ServiceDefaults;
using VggSweep.Store;
using VggSweep.TestServers;

namespace VggSweep.TestCluster;

/// <summary>A cluster of real processes on loopback, with servers and folders of its own.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private const string Id = "tests";

    /// <summary>Another loopback address than the one that everything listens on.</summary>
    private static readonly IPAddress Advertised = IPAddress.Parse("127.0.0.2");

    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-cluster-").FullName;
    private readonly List<ClusterProcess> processes = [];
    private readonly Dictionary<ClusterProcess, Uri> addresses = [];
    private readonly Dictionary<ClusterProcess, Uri> metrics = [];
    private readonly Dictionary<ClusterProcess, Dictionary<string, Link>> links = [];
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(20) };
    private string database = "";
    private int started;

    public PostgresServer Postgres { get; } = new();

    public RedisServer Redis { get; } = new();

    /// <summary>How long leases last. Default: the product's own.</summary>
    public TimeSpan? LeaseTtl { get; init; }

    /// <summary>Whether each process reaches the servers, and is reached by the others, over links that can be cut.</summary>
    public bool HasLinks { get; init; }

    /// <summary>
    /// Size of the disk that <see cref="Files"/> is to be, as <c>64m</c>; null for a mere folder. Needs the right to
    /// mount.
    /// </summary>
    public string? FilesDisk { get; init; }

    /// <summary>The library by which the clocks of some workers are wrong; null where all are right.</summary>
    public string? FakeTime { get; init; }

    /// <summary>How often the metrics are said to be read. Default: the product's own.</summary>
    public TimeSpan? ScrapeInterval { get; init; }

    /// <summary>Folder of the four files of Fashion-MNIST.</summary>
    public required string Data { get; init; }

    /// <summary>Where checkpoints are published.</summary>
    public string Files => Path.Combine(folder, "files");

    /// <summary>Where the disk of <see cref="Files"/> stays mounted.</summary>
    private string Disk => Path.Combine(folder, "disk");

    /// <summary>Reads the rows; writes nothing.</summary>
    public SweepStore Store { get; private set; } = null!;

    public IEnumerable<ClusterProcess> Coordinators => processes.Where(process => process.IsAlive && addresses.ContainsKey(process));

    /// <summary>Those that have ended, for whatever reason.</summary>
    public IEnumerable<ClusterProcess> Ended => processes.Where(process => !process.IsAlive);

    public IEnumerable<ClusterProcess> Workers => processes.Where(process => process.IsAlive && !addresses.ContainsKey(process));

    /// <summary>Of the first coordinator that is alive.</summary>
    public Uri Address => addresses[Coordinators.First()];

    /// <summary>Whether a program says that it is healthy.</summary>
    public async Task<bool> IsHealthyAsync(ClusterProcess process) =>
        (await client.GetAsync(new Uri(MetricsOf(process), "/health"))).IsSuccessStatusCode;

    /// <summary>Where the metrics of each program are.</summary>
    public Uri MetricsOf(ClusterProcess process) => new(addresses.TryGetValue(process, out var api) ? api : metrics[process], "/metrics");

    /// <summary>Where a coordinator's API is.</summary>
    public Uri AddressOf(ClusterProcess coordinator) => addresses[coordinator];

    /// <summary>Environment of the processes that are started from now on.</summary>
    public Dictionary<string, string> Surroundings { get; } = [];

    /// <summary>The links of a process by what they lead to.</summary>
    public IReadOnlyDictionary<string, Link> LinksOf(ClusterProcess process) => links[process];

    public async Task StartServersAsync()
    {
        Directory.CreateDirectory(Files);
        if (FilesDisk is not null)
        {
            Directory.CreateDirectory(Disk);
            Command.Run("mount", "-t", "tmpfs", "-o", $"size={FilesDisk}", "none", Disk);
            MountFiles();
        }

        await Task.WhenAll(Postgres.StartAsync(), Redis.StartAsync());
        database = await Postgres.CreateDatabaseAsync("cluster");
        Store = await SweepStore.ConnectAsync(database, Id);
    }

    /// <summary>Mounts the disk where every process expects <see cref="Files"/>.</summary>
    public void MountFiles() => Command.Run("mount", "--bind", Disk, Files);

    /// <summary>Takes the mount away although files of it are open.</summary>
    public void UnmountFiles() => Command.Run("umount", "-l", Files);

    /// <summary>What a process needs to be part of the cluster.</summary>
    public Dictionary<string, string> Configuration() => new()
    {
        ["Orleans__ClusterId"] = Id,
        ["Orleans__Clustering__ProviderType"] = "Redis",
        ["ConnectionStrings__redis"] = Redis.ConnectionString,
        ["ConnectionStrings__vggsweep"] = database,
        ["VggSweep__Files"] = Files,
        ["VggSweep__Worker__Files"] = Files,
        ["VggSweep__Worker__Data"] = Data,
    };

    /// <summary>Starts a coordinator, and ends when its API answers.</summary>
    public async Task<ClusterProcess> StartCoordinatorAsync()
    {
        var ports = FreePorts.Take(3);
        var environment = Configuration();
        environment["Orleans__Endpoints__SiloPort"] = $"{ports[0]}";
        environment["Orleans__Endpoints__GatewayPort"] = $"{ports[1]}";
        if (LeaseTtl is { } ttl)
        {
            environment["VggSweep__LeaseTtl"] = $"{ttl:c}";
        }

        if (ScrapeInterval is { } interval)
        {
            environment["VggSweep__ScrapeInterval"] = $"{interval:c}";
        }

        var address = new Uri($"http://127.0.0.1:{ports[2]}");
        var process = Start($"coordinator-{++started}", "coordinator", address, environment);
        addresses[process] = address;
        await UntilAsync($"{process.Name} answers", async () => process.IsAlive
            ? (await client.GetAsync(new Uri(address, "/api/v1/sweeps"))).IsSuccessStatusCode
            : throw new InvalidOperationException($"{process.Name} ended with {process.ExitCode}: {process.Log}"));
        return process;
    }

    /// <param name="settings">Keys of <c>VggSweep__Worker__</c> and their values.</param>
    public ClusterProcess StartWorker(int slots = 1, params (string Key, string Value)[] settings) => StartWorker([], slots, settings);

    /// <param name="enter">Stands before the command, to run it elsewhere.</param>
    /// <param name="settings">Keys of <c>VggSweep__Worker__</c> and their values.</param>
    public ClusterProcess StartWorker(IReadOnlyList<string> enter, int slots = 1, params (string Key, string Value)[] settings)
    {
        var environment = Configuration();
        var name = $"worker-{++started}";
        environment["VggSweep__Worker__Name"] = name;
        environment["VggSweep__Worker__Slots"] = $"{slots}";
        environment["VggSweep__Worker__Scratch"] = Directory.CreateDirectory(Path.Combine(folder, "scratch", name)).FullName;
        foreach (var (key, value) in settings)
        {
            environment[$"VggSweep__Worker__{key}"] = value;
        }

        var address = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
        var process = Start(name, "worker", address, environment, enter);
        metrics[process] = address;
        return process;
    }

    /// <summary>Starts a worker whose trials end at once.</summary>
    public ClusterProcess StartIdleWorker(params (string Key, string Value)[] settings) =>
        StartWorker(1, [("Trainer", Builds.Of("VggSweep.NothingTrainer")), .. settings]);

    private ClusterProcess Start(
        string name, string program, Uri address, Dictionary<string, string> environment,
        params IReadOnlyList<string> enter)
    {
        foreach (var (key, value) in Surroundings)
        {
            environment[key] = value;
        }

        var own = HasLinks ? Link(environment) : [];
        var process = new ClusterProcess(name, [program, "--urls", address.ToString()], environment, enter);
        processes.Add(process);
        links[process] = own;
        return process;
    }

    /// <summary>Puts links between a process and the servers, and between the others and its silo.</summary>
    private Dictionary<string, Link> Link(Dictionary<string, string> environment)
    {
        var postgres = new Link(new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, Postgres.Port));
        var redis = new Link(new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, Redis.Port));
        environment["ConnectionStrings__vggsweep"] = new NpgsqlConnectionStringBuilder(database) { Port = postgres.Port }.ToString();
        environment["ConnectionStrings__redis"] = Redis.ConnectionString.Replace(
            $":{Redis.Port}", $":{redis.Port}", StringComparison.Ordinal);

        // The others know the silo by an address of the link; it listens on another one.
        var ports = FreePorts.Take(2);
        var silo = new Link(new IPEndPoint(Advertised, 0), new IPEndPoint(IPAddress.Loopback, ports[0]));
        environment["Orleans__Endpoints__AdvertisedIPAddress"] = $"{Advertised}";
        environment["Orleans__Endpoints__SiloPort"] = $"{silo.Port}";
        environment["Orleans__Endpoints__SiloListeningEndpoint"] = $"{IPAddress.Loopback}:{ports[0]}";
        environment["Orleans__Endpoints__GatewayPort"] = $"{ports[1]}";
        return new() { ["PostgreSQL"] = postgres, ["Redis"] = redis, ["the other silos"] = silo };
    }

    public async Task<string> SubmitAsync(string yaml, int priority = 0)
    {
        var answer = await AskAsync(address => client.PostAsync(
            new Uri(address, $"/api/v1/sweeps?priority={priority}"), new StringContent(yaml, Encoding.UTF8, "text/plain")));
        return (await answer.Content.ReadFromJsonAsync<SubmittedSweep>(ApiJson.Options))!.Sweep;
    }

    public async Task<IReadOnlyList<WorkerView>> WorkersAsync() =>
        await WorkersAsync(await AskAsync(address => client.GetAsync(new Uri(address, "/api/v1/workers"))));

    /// <summary>The workers that this coordinator knows.</summary>
    public async Task<IReadOnlyList<WorkerView>> WorkersAsync(ClusterProcess coordinator) =>
        await WorkersAsync((await client.GetAsync(new Uri(addresses[coordinator], "/api/v1/workers"))).EnsureSuccessStatusCode());

    private static async Task<IReadOnlyList<WorkerView>> WorkersAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<IReadOnlyList<WorkerView>>(ApiJson.Options))!;

    /// <summary>Asks for an action, as <c>sweeps/small-1/pause</c>.</summary>
    public Task PostAsync(string path)
    {
        var isAgain = false;
        return AskAsync(async address =>
        {
            var answer = await client.PostAsync(new Uri(address, $"/api/v1/{path}"), content: null);

            // What was answered with 503 may have been done since.
            answer.StatusCode = isAgain && answer.StatusCode is HttpStatusCode.Conflict ? HttpStatusCode.NoContent : answer.StatusCode;
            isAgain = true;
            return answer;
        });
    }

    /// <summary>Asks the first coordinator that is alive, again while it says that it cannot answer now.</summary>
    public async Task<HttpResponseMessage> AskAsync(Func<Uri, Task<HttpResponseMessage>> ask)
    {
        HttpResponseMessage answer = null!;
        await UntilAsync("a coordinator answers", async () =>
        {
            answer = await ask(Address);
            return answer.StatusCode is not HttpStatusCode.ServiceUnavailable;
        });
        return answer.EnsureSuccessStatusCode();
    }

    /// <summary>Asks again until it is so; whoever waits for what never comes fails with its name and what all processes said.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> isSo, TimeSpan? patience = null)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var (since, longest) = (TimeProvider.System.GetTimestamp(), patience ?? TimeSpan.FromMinutes(2));
        Exception? last = null;
        while (TimeProvider.System.GetElapsedTime(since) < longest)
        {
            try
            {
                if (await isSo())
                {
                    return;
                }
            }
            catch (Exception exception)
                when (exception is HttpRequestException or TaskCanceledException or JsonException or Core.Grains.StoreAwayException)
            {
                last = exception;
            }

            await timer.WaitForNextTickAsync();
        }

        throw new TimeoutException($"This did not come true within {longest}: {what}. {last?.Message}\n{Logs()}");
    }

    /// <summary>A number that a query answers.</summary>
    public async Task<long> CountAsync(string query)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Watches the epoch records of the whole cluster.</summary>
    /// <param name="disturb">Done at the beginning.</param>
    /// <param name="watched">How long.</param>
    /// <returns>The longest time without a new record.</returns>
    public async Task<TimeSpan> LongestSilenceAsync(Action disturb, TimeSpan watched)
    {
        const string Recorded = "SELECT count(*) FROM epochs";
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var (began, recorded) = (TimeProvider.System.GetTimestamp(), await CountAsync(Recorded));
        disturb();
        var (newest, longest) = (TimeProvider.System.GetTimestamp(), TimeSpan.Zero);
        while (TimeProvider.System.GetElapsedTime(began) < watched)
        {
            await timer.WaitForNextTickAsync();
            var (count, now) = (await CountAsync(Recorded), TimeProvider.System.GetTimestamp());
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, TimeProvider.System.GetElapsedTime(newest, now).Ticks));
            (recorded, newest) = (count, count > recorded ? now : newest);
        }

        return longest;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }

        foreach (var link in links.Values.SelectMany(own => own.Values))
        {
            link.Dispose();
        }

        client.Dispose();
        if (Store is not null)
        {
            await Store.DisposeAsync();
        }

        await Postgres.DisposeAsync();
        await Redis.DisposeAsync();
        if (FilesDisk is not null)
        {
            UnmountFiles();
            Command.Run("umount", Disk);
        }

        Directory.Delete(folder, recursive: true);
    }

    private string Logs() => string.Join('\n', processes.Select(process => $"== {process.Name}\n{process.Log}"));
}
