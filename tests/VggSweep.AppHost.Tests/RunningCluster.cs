using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.Testing;
using VggSweep.AppHost.Commands;
using VggSweep.Core.Api;
using VggSweep.Core.Leases;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.AppHost.Tests;

/// <summary>The cluster as the AppHost starts it, where it can: its commands train real trials.</summary>
public sealed class RunningCluster : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo files = Directory.CreateTempSubdirectory("vggsweep-apphost-");
    private DistributedApplication? app;

    public async ValueTask InitializeAsync()
    {
        Orchestrator.SkipWithoutContainers();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>([$"--Parameters:files-folder={files.FullName}", $"--Parameters:home-folder={files.FullName}/home"]);

        // What lasts belongs to whoever works here.
        foreach (var resource in builder.Resources.ToList())
        {
            resource.Annotations.OfType<ContainerMountAnnotation>().Where(mount => mount.Type is ContainerMountType.Volume).ToList().ForEach(mount => resource.Annotations.Remove(mount));
        }

        app = await builder.BuildAsync();
        using var patience = new CancellationTokenSource(Patience);
        await app.StartAsync(patience.Token);
        foreach (var name in (string[])["coordinator", "worker-1", "worker-2", "prometheus", "grafana"])
        {
            await app.ResourceNotifications.WaitForResourceHealthyAsync(name, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
            Assert.Empty(Processes.Of(files.FullName));
        }

        files.Delete(recursive: true);
    }

    [Fact]
    public async Task Commands_launch_refuse_and_drain()
    {
        var refused = await ExecuteAsync("coordinator", LaunchCommand.Name, (LaunchCommand.Yaml, "{ name: bad, network: { arch: vgg12 } }"));
        Assert.False(refused.Success);
        Assert.Empty(await GetAsync<IReadOnlyList<ListedSweep>>("sweeps"));

        // The first sweep lasts until a worker is drained from it.
        var launched = await ExecuteAsync("coordinator", LaunchCommand.Name, (LaunchCommand.Yaml, Sweep(epochs: 12)), (LaunchCommand.SweepName, "launched"), (LaunchCommand.Priority, "3"));
        Assert.True(launched.Success, launched.Message);
        var submitted = JsonSerializer.Deserialize<SubmittedSweep>(launched.Data!.Value, ApiJson.Options)!;
        Assert.Equal(new SubmittedSweep("launched-1", 3), submitted);
        await UntilAsync(async () => (await GetAsync<IReadOnlyList<WorkerView>>("workers")).All(worker => worker.Holds.Count == 1));

        Assert.True((await ExecuteAsync("worker-1", DrainCommand.Name)).Success);
        using var patience = new CancellationTokenSource(Patience);
        await app!.ResourceNotifications.WaitForResourceAsync("worker-1", KnownResourceStates.TerminalStates, patience.Token);
        Assert.Equal("worker-2", Assert.Single(await GetAsync<IReadOnlyList<WorkerView>>("workers")).Worker);

        await UntilAsync(async () => (await GetAsync<SweepDetails>("sweeps/launched-1")).State is SweepState.Completed);
        var details = await GetAsync<SweepDetails>("sweeps/launched-1");
        Assert.Equal(3, details.Priority);
        Assert.All(details.Trials, trial => Assert.Equal((TrialState.Completed, 12), (trial.State, trial.Epochs)));
        Assert.Contains(details.Trials, trial => trial.Attempts == 2);

        var report = await ExecuteAsync("coordinator", SweepCommands.OpenReport, (SweepCommands.Sweep, "launched-1"));
        Assert.True(report.Success, report.Message);
    }

    [Fact]
    public async Task Commands_pause_resume_and_cancel()
    {
        var launched = await ExecuteAsync("coordinator", LaunchCommand.Name, (LaunchCommand.Yaml, Sweep(epochs: 300)), (LaunchCommand.SweepName, "held"));
        Assert.True(launched.Success, launched.Message);
        await UntilAsync(async () => (await GetAsync<SweepDetails>("sweeps/held-1")).Trials.Any(trial => trial.Epochs > 0));
        using (var client = app!.CreateHttpClient("coordinator", "http"))
        {
            Assert.Contains("epoch 1: train loss", string.Concat(await Task.WhenAll(Enumerable.Range(1, 3).Select(trial => client.GetStringAsync($"/api/v1/sweeps/held-1/trials/{trial}/log")))), StringComparison.Ordinal);
        }

        await DoAsync(SweepCommands.Pause, SweepState.Paused);
        await UntilAsync(async () => (await GetAsync<IReadOnlyList<WorkerView>>("workers")).All(worker => worker.Holds.Count == 0));
        await DoAsync(SweepCommands.Resume, SweepState.Running);
        await UntilAsync(async () => (await GetAsync<IReadOnlyList<WorkerView>>("workers")).All(worker => worker.Holds.Count == 1));
        await DoAsync(SweepCommands.Cancel, SweepState.Cancelled);
        Assert.False((await ExecuteAsync("coordinator", SweepCommands.Cancel, (SweepCommands.Sweep, "held-1"))).Success);
    }

    private async Task DoAsync(string command, SweepState expected)
    {
        var done = await ExecuteAsync("coordinator", command, (SweepCommands.Sweep, "held-1"));
        Assert.True(done.Success, done.Message);
        await UntilAsync(async () => (await GetAsync<SweepDetails>("sweeps/held-1")).State == expected);
    }

    private static string Sweep(int epochs) =>
        $$"""{ network: { arch: narrow, width: 4, resolution: 32, head: gap, batchNorm: true, batchSize: 64, lr: 0.1, epochs: {{epochs}} }, parameters: { seed: [1, 2, 3] }, training: { images: 1024, validationImages: 256 }, name: small }""";

    private async Task<ExecuteCommandResult> ExecuteAsync(string resource, string command, params (string Name, string Value)[] given)
    {
        var arguments = app!.Resource<IResource>(resource).Command(command).Arguments
            .Select(argument => new InteractionInput { Name = argument.Name, InputType = argument.InputType, Value = given.FirstOrDefault(pair => pair.Name == argument.Name).Value });
        return await app!.ResourceCommands.ExecuteCommandAsync(app!.Resource<IResource>(resource), command, new InteractionInputCollection([.. arguments]), CancellationToken.None);
    }

    private async Task<T> GetAsync<T>(string path)
    {
        using var client = app!.CreateHttpClient("coordinator", "http");
        return (await client.GetFromJsonAsync<T>($"/api/v1/{path}", ApiJson.Options))!;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, patience.Token);
        }
    }
}
