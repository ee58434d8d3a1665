using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using VggSweep.AppHost.Commands;
using VggSweep.Core.Sweeps;
using VggSweep.Store;

namespace VggSweep.AppHost.Running.Tests;

/// <summary>The embedded form: one program, no server.</summary>
public sealed class RunningEmbedded
{
    [Fact]
    public async Task A_sweep_of_the_command_line_is_trained_while_another_resource_waits_for_ever()
    {
        await using var running =
            await RunningApp.BeginAsync("embedded", SmallSweep.Of("tiny", trials: 1, epochs: 1, images: 512), builder =>
            {
                builder.Services.AddHealthChecks().AddCheck("never", () => HealthCheckResult.Unhealthy());
                var unwell = builder.AddExecutable("unwell", "sleep", "/", "1000").WithHealthCheck("never");
                builder.AddExecutable("waiting", "sleep", "/", "1000").WaitFor(unwell);
            });
        await running.HealthyAsync("coordinator");
        await RunningApp.UntilAsync(
            "the sweep ends",
            async () => await running.GetAsync<IReadOnlyList<Core.Api.ListedSweep>>("sweeps") is [{ State: SweepState.Completed }]);
        await running.OffersAsync("coordinator", SweepCommands.OpenReport);
        Assert.False(running.Started.IsCompleted);

        using var client = running.Client("coordinator");
        Assert.All(
            await Task.WhenAll(
                ((string[])["/reference", "/openapi/v1.json", "/orleans/", "/health", "/metrics"]).Select(path => client.GetAsync(path))),
            answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.NotEmpty(Processes.Of(running.Home));
    }

    [Fact]
    public async Task Stopping_while_a_trial_trains_takes_seconds_and_leaves_its_checkpoint()
    {
        await using var running = await RunningApp.BeginAsync("embedded");
        await running.HealthyAsync("coordinator");
        var sweep = (await running.LaunchAsync(SmallSweep.Of("long", trials: 1, epochs: 1000, images: 8192))).Sweep;
        await RunningApp.UntilAsync(
            "an epoch is recorded", async () => (await running.SweepAsync(sweep)).Trials.Any(trial => trial.Epochs > 0));
        var since = Stopwatch.GetTimestamp();
        await running.StopAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(10));

        // In the middle of an epoch, which takes seconds: it was written on being stopped.
        await using var store = SweepStore.OpenToRead(running.Home, TimeProvider.System);
        Assert.Contains(await store.CheckpointsAsync(sweep, trial: 1), checkpoint => checkpoint.Step > 0);
    }
}
