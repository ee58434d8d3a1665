using System.Diagnostics;
using Aspire.Hosting.Testing;
using VggSweep.AppHost.Commands;
using VggSweep.AppHost.Forms;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.AppHost.Running.Tests;

/// <summary>
/// The form of containers, where a runtime answers and has the images. Of Grafana it shows that the container is
/// healthy.
/// </summary>
public sealed class RunningContainers : IAsyncLifetime
{
    private RunningApp? app;

    private RunningApp Running => app!;

    public async ValueTask InitializeAsync()
    {
        var runtime = ContainerRuntime.Find();
        Assert.SkipUnless(runtime.Answers, $"No container runtime answers: {runtime.Reason}.");
        List<string> lacking = [];
        app = await RunningApp.BeginAsync("containers", change: builder =>
        {
            foreach (var container in builder.Resources.OfType<ContainerResource>())
            {
                Assert.True(container.TryGetContainerImageName(out var image));
                lacking.AddRange(Has(runtime.Name, image!) ? [] : [image!]);

                // What lasts belongs to whoever works here.
                container.Annotations.OfType<ContainerMountAnnotation>().Where(mount => mount.Type is ContainerMountType.Volume).ToList()
                    .ForEach(mount => container.Annotations.Remove(mount));
            }

            Assert.SkipUnless(lacking.Count == 0, $"{runtime.Name} has no {string.Join(", ", lacking)}; pull them.");
        });
        await Running.HealthyAsync("coordinator", "worker-1", "worker-2", "prometheus", "grafana");
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Commands_launch_refuse_and_drain_and_Prometheus_scrapes_every_program()
    {
        var refused = await Running.ExecuteAsync(
            "coordinator", LaunchCommand.Name, (LaunchCommand.Yaml, "{ name: bad, network: { arch: vgg12 } }"));
        Assert.False(refused.Success);
        Assert.Empty(await Running.GetAsync<IReadOnlyList<Core.Api.ListedSweep>>("sweeps"));

        using var prometheus = new PrometheusQueries(Running.App.GetEndpoint("prometheus", "http"));
        var since = TimeProvider.System.GetUtcNow();
        await Scraping.AllAreUpAsync(prometheus, since);
        var submitted = await Running.LaunchAsync(
            SmallSweep.Of("small", trials: 3, epochs: 200), (LaunchCommand.SweepName, "launched"),
            (LaunchCommand.Priority, "3"));
        Assert.Equal(new Core.Api.SubmittedSweep("launched-1", 3), submitted);
        await RunningApp.UntilAsync(
            "both workers train", async () => (await Running.WorkersAsync()).All(worker => worker.Holds.Count == 1));

        Assert.True((await Running.ExecuteAsync("worker-1", DrainCommand.Name)).Success);
        await Running.EndedAsync("worker-1");
        Assert.Equal("worker-2", Assert.Single(await Running.WorkersAsync()).Worker);

        await Running.EndsAsync("launched-1");
        var details = await Running.SweepAsync("launched-1");
        Assert.Equal(3, details.Priority);
        Assert.All(details.Trials, trial => Assert.Equal((TrialState.Completed, 200), (trial.State, trial.Epochs)));
        Assert.Contains(details.Trials, trial => trial.Attempts == 2);

        var report = await Running.ExecuteAsync("coordinator", SweepCommands.OpenReport, (SweepCommands.Sweep, "launched-1"));
        Assert.True(report.Success, report.Message);
    }

    [Fact]
    public async Task Commands_pause_resume_and_cancel()
    {
        Assert.Equal("held-1", (await Running.LaunchAsync(SmallSweep.Of("held", trials: 3, epochs: 3000))).Sweep);
        await RunningApp.UntilAsync(
            "an epoch is recorded",
            async () => (await Running.SweepAsync("held-1")).Trials.Any(trial => trial.Epochs > 0));
        using (var client = Running.Client("coordinator"))
        {
            Assert.Contains(
                "epoch 1: train loss",
                string.Concat(
                    await Task.WhenAll(
                        Enumerable.Range(1, 3).Select(trial => client.GetStringAsync($"/api/v1/sweeps/held-1/trials/{trial}/log")))),
                StringComparison.Ordinal);
        }

        await DoAsync(SweepCommands.Pause, SweepState.Paused);
        await RunningApp.UntilAsync("nothing trains", async () => (await Running.WorkersAsync()).All(worker => worker.Holds.Count == 0));
        await DoAsync(SweepCommands.Resume, SweepState.Running);
        await RunningApp.UntilAsync(
            "both workers train", async () => (await Running.WorkersAsync()).All(worker => worker.Holds.Count == 1));
        await DoAsync(SweepCommands.Cancel, SweepState.Cancelled);
        Assert.False((await Running.ExecuteAsync("coordinator", SweepCommands.Cancel, (SweepCommands.Sweep, "held-1"))).Success);
    }

    private async Task DoAsync(string command, SweepState expected)
    {
        var done = await Running.ExecuteAsync("coordinator", command, (SweepCommands.Sweep, "held-1"));
        Assert.True(done.Success, done.Message);
        await RunningApp.UntilAsync($"held-1 is {expected}", async () => (await Running.SweepAsync("held-1")).State == expected);
    }

    private static bool Has(string runtime, string image)
    {
        using var process = Process.Start(
            new ProcessStartInfo(runtime, ["image", "inspect", image]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
