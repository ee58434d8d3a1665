using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;
using VggSweep.ServiceDefaults;
using VggSweep.TestCluster;
using VggSweep.TestServers;

namespace VggSweep.Cluster.Tests;

/// <summary>
/// The commands of docs/operations.md, run as they stand there: what they write is read back as systemd would, and the
/// programs are started from it. Addresses, ports, passwords and absolute folders are those of the test.
/// </summary>
[Collection(OneAtATime.Name)]
public sealed partial class OperationsPage : IAsyncLifetime
{
    /// <summary>Does what needs no machine of its own; notes the rest.</summary>
    private const string Prelude =
        """
        set -euo pipefail
        sudo() {
          [ "$1" = -u ] && shift 2
          case "$1" in
            tee | install) "$@" ;;
            psql) cat > "$HOME/roles.sql" ;;
            *) echo "$*" >> "$HOME/skipped" ;;
          esac
        }
        dotnet() { [ "$1" = publish ] && [ -d "$REPOSITORY/$2" ]; }

        """;

    private readonly string root = Directory.CreateTempSubdirectory("vggsweep-operations-").FullName;
    private readonly PostgresServer postgres = new();
    private readonly RedisServer redis = new();
    private readonly int[] ports = FreePorts.Take(5);
    private string section = "";

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(postgres.StartAsync(), redis.StartAsync());
        var page = await File.ReadAllTextAsync(Path.Combine(Builds.Repository, "docs", "operations.md"));
        section = Here(page[page.IndexOf("## From two machines", StringComparison.Ordinal)..page.IndexOf(
            "### A second coordinator", StringComparison.Ordinal)]);
        foreach (var folder in (string[])["etc/redis", "etc/systemd/system", "clone/sweeps"])
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
        }

        await File.WriteAllTextAsync(
            Path.Combine(root, "clone", "sweeps", "quickstart.yaml"), SmallNet.Sweep("quickstart", trials: 2, epochs: 2));
        var program = Path.Combine(root, "clone", "vggsweep");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec dotnet '{Builds.Program}' \"$@\"\n");
        Command.Run("chmod", "+x", program);
    }

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        await redis.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Its_commands_lead_from_two_machines_to_a_trained_sweep()
    {
        var blocks = Block().Matches(section).Select(match => match.Groups[1].Value).ToList();
        await BashAsync(Prelude + string.Concat(blocks.SkipLast(1)));
        await CreateRoleAsync();
        await using var coordinator = StartService("vggsweep-coordinator", "VggSweep.Coordinator");
        await using var worker = StartService("vggsweep-worker", "VggSweep.Worker");
        await WorkerIsThereAsync(coordinator, worker, blocks[^1]);

        var said = await BashAsync("set -euo pipefail\n" + blocks[^1]);
        Assert.Contains("worker-1", said, StringComparison.Ordinal);
        Assert.Contains("Best: 2 seeds; the best of them is trial ", said, StringComparison.Ordinal);
        await worker.StopAsync();
        await coordinator.StopAsync();
        Assert.Equal((0, 0), (worker.ExitCode, coordinator.ExitCode));
        Assert.Contains($"http://127.0.0.1:{ports[0]}", coordinator.Log, StringComparison.Ordinal);
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>The test's own servers, ports and folders in place of the page's.</summary>
    private string Here(string text) => text
        .Replace("10.0.0.1:6379,password=redis-secret", redis.ConnectionString, StringComparison.Ordinal)
        .Replace("Host=127.0.0.1;Database", $"Host={postgres.Host};Port={postgres.Port};Database", StringComparison.Ordinal)
        .Replace("ROLE vggsweep", "ROLE operator", StringComparison.Ordinal)
        .Replace("OWNER vggsweep", "OWNER operator", StringComparison.Ordinal)
        .Replace("Username=vggsweep", "Username=operator", StringComparison.Ordinal)
        .Replace("10.0.0.1:5080", $"127.0.0.1:{ports[0]}", StringComparison.Ordinal)
        .Replace("11112", $"{ports[1]}", StringComparison.Ordinal)
        .Replace("30002", $"{ports[2]}", StringComparison.Ordinal)
        .Replace(
            "AdvertisedIPAddress=10.0.0.1",
            $"AdvertisedIPAddress=127.0.0.1\nOrleans__Endpoints__SiloPort={ports[3]}\nOrleans__Endpoints__GatewayPort={ports[4]}",
            StringComparison.Ordinal)
        .Replace("10.0.0.2", "127.0.0.1", StringComparison.Ordinal)
        .Replace("/usr/share/datasets/fashion-mnist", SmallNet.Data(), StringComparison.Ordinal)
        .Replace(" /etc/", $" {root}/etc/", StringComparison.Ordinal).Replace("=/etc/", $"={root}/etc/", StringComparison.Ordinal)
        .Replace(" /srv/", $" {root}/srv/", StringComparison.Ordinal).Replace("=/srv/", $"={root}/srv/", StringComparison.Ordinal)
        .Replace(" /opt/", $" {root}/opt/", StringComparison.Ordinal).Replace("=/var/", $"={root}/var/", StringComparison.Ordinal);

    private async Task<string> BashAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = Path.Combine(root, "clone"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = root, ["REPOSITORY"] = Builds.Repository },
        };
        using var bash = Process.Start(start)!;
        var error = bash.StandardError.ReadToEndAsync();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.True(bash.ExitCode == 0, $"{output}\n{await error}\nexit code {bash.ExitCode}");
        return output + await error;
    }

    private async Task CreateRoleAsync()
    {
        await using var server = NpgsqlDataSource.Create(postgres.ConnectionString);
        foreach (var statement in (await File.ReadAllTextAsync(Path.Combine(root, "roles.sql")))
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await using var command = server.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>As systemd starts it: the environment of its file, and the program that its unit names.</summary>
    private ClusterProcess StartService(string name, string program)
    {
        var unit = File.ReadAllLines(Path.Combine(root, "etc", "systemd", "system", $"{name}.service"))
            .Where(line => line.Contains('=', StringComparison.Ordinal))
            .Select(line => line.Split('=', 2))
            .ToLookup(pair => pair[0], pair => pair[1]);
        Assert.EndsWith($"/{program}", unit["ExecStart"].Single(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.ChangeExtension(Builds.Of(program), null)), $"{program} is not built");
        var environment = File
            .ReadAllLines(unit["EnvironmentFile"].Single())
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return new ClusterProcess(name, [program == "VggSweep.Worker" ? "worker" : "coordinator"], environment);
    }

    private async Task WorkerIsThereAsync(ClusterProcess coordinator, ClusterProcess worker, string block)
    {
        var asked = block[..block.IndexOf("./vggsweep run", StringComparison.Ordinal)];
        var since = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (!(await BashAsync(asked + "true")).Contains("worker-1", StringComparison.Ordinal))
        {
            Assert.True(
                coordinator.IsAlive && worker.IsAlive && TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(2),
                $"{coordinator.Log}\n{worker.Log}");
            await timer.WaitForNextTickAsync();
        }
    }
}
