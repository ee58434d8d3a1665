using System.Runtime.Versioning;
using Aspire.Hosting.Testing;
using VggSweep.AppHost.Commands;
using VggSweep.Core.Trials;

namespace VggSweep.AppHost.Running.Tests;

/// <summary>The local form: PostgreSQL, Redis and Prometheus as programs of this machine.</summary>
[SupportedOSPlatform("linux")]
public sealed class RunningLocal
{
    [Fact]
    public async Task A_launched_sweep_trains_on_two_workers_survives_a_drain_and_is_seen_by_Prometheus()
    {
        await using var running = await RunningApp.BeginAsync("local");
        await running.HealthyAsync("coordinator", "worker-1", "worker-2", "prometheus");
        using var prometheus = new PrometheusQueries(running.App.GetEndpoint("prometheus", "http"));
        var since = TimeProvider.System.GetUtcNow();
        await Scraping.AllAreUpAsync(prometheus, since);
        var sweep = (await running.LaunchAsync(SmallSweep.Of("small", trials: 3, epochs: 60))).Sweep;
        await RunningApp.UntilAsync(
            "both workers train", async () => (await running.WorkersAsync()).All(worker => worker.Holds.Count == 1));
        Assert.All(
            Secrets(running),
            secret => Assert.DoesNotContain(Processes.CommandLines(), line => line.Contains(secret, StringComparison.Ordinal)));

        Assert.True((await running.ExecuteAsync("worker-1", DrainCommand.Name)).Success);
        await running.EndedAsync("worker-1");
        Assert.Equal("worker-2", Assert.Single(await running.WorkersAsync()).Worker);
        await running.EndsAsync(sweep);
        var details = await running.SweepAsync(sweep);
        Assert.All(details.Trials, trial => Assert.Equal((TrialState.Completed, 60), (trial.State, trial.Epochs)));
        Assert.Contains(details.Trials, trial => trial.Attempts == 2);
        await AnsweredAsync(prometheus, since);
    }

    /// <summary>Each panel of the dashboard of all has something to show.</summary>
    private static async Task AnsweredAsync(PrometheusQueries prometheus, DateTimeOffset since)
    {
        var fleet = CommittedDashboard.All().Single(dashboard => dashboard.Name == "vggsweep-fleet");
        foreach (var target in fleet.Panels.SelectMany(panel => panel["targets"]!.AsArray()))
        {
            var expression = CommittedDashboard.Fill((string)target!["expr"]!, await fleet.VariablesAsync(prometheus, since));
            await RunningApp.UntilAsync(
                $"there is an answer to {expression}", async () => await prometheus.PointsAsync(expression, since) > 0);
        }
    }

    private static IEnumerable<string> Secrets(RunningApp running)
    {
        var files = Directory.GetFiles(Path.Combine(running.Home, "local"), "*-password");
        Assert.Equal(2, files.Count(file => !file.EndsWith("grafana-password", StringComparison.Ordinal)));
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        return files.Select(File.ReadAllText);
    }
}
