using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using VggSweep.AppHost.Commands;
using VggSweep.AppHost.Tests;
using VggSweep.Core.Api;
using VggSweep.Core.Leases;
using VggSweep.Core.Sweeps;

namespace VggSweep.AppHost.Running.Tests;

/// <summary>The AppHost, started in this process on a home of its own.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vggsweep-apphost-");
    private bool isStopped;

    private RunningApp()
    {
    }

    public DistributedApplication App { get; private set; } = null!;

    public string Home => Path.Combine(folder.FullName, "home");

    /// <summary>Ends when nothing waits any more.</summary>
    public Task Started { get; private set; } = Task.CompletedTask;

    /// <summary>Begins to start the AppHost.</summary>
    /// <param name="form">As <c>--form</c> takes it.</param>
    /// <param name="sweep">The text of a file that <c>--sweep</c> names; null for none.</param>
    /// <param name="change">What else is in the model.</param>
    public static async Task<RunningApp> BeginAsync(
        string form, string? sweep = null, Action<IDistributedApplicationTestingBuilder>? change = null)
    {
        var running = new RunningApp();
        List<string> arguments = ["--form", form, $"--Parameters:home-folder={running.Home}"];
        if (sweep is not null)
        {
            var file = Path.Combine(running.folder.FullName, "given.yaml");
            await File.WriteAllTextAsync(file, sweep);
            arguments.AddRange("--sweep", file);
        }

        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>([.. arguments]);
        change?.Invoke(builder);
        running.App = await builder.BuildAsync();
        running.Started = running.App.StartAsync();
        return running;
    }

    /// <summary>Ends when each of the resources is healthy.</summary>
    public async Task HealthyAsync(params IEnumerable<string> resources)
    {
        using var patience = new CancellationTokenSource(Patience);
        foreach (var resource in resources)
        {
            await App.ResourceNotifications.WaitForResourceHealthyAsync(resource, patience.Token);
        }
    }

    public async Task EndedAsync(string resource)
    {
        using var patience = new CancellationTokenSource(Patience);
        await App.ResourceNotifications.WaitForResourceAsync(resource, KnownResourceStates.TerminalStates, patience.Token);
    }

    /// <summary>Ends when the command can be chosen.</summary>
    public async Task OffersAsync(string resource, string command)
    {
        using var patience = new CancellationTokenSource(Patience);
        await App.ResourceNotifications.WaitForResourceAsync(
            resource, now => now.Snapshot.Commands.Any(
                offered => offered.Name == command && offered.State is ResourceCommandState.Enabled), patience.Token);
    }

    public T Resource<T>(string name)
        where T : IResource =>
            App.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<T>().Single(resource => resource.Name == name);

    public async Task<ExecuteCommandResult> ExecuteAsync(string resource, string command, params (string Name, string Value)[] given)
    {
        var arguments = Resource<IResource>(resource).Command(command).Arguments
            .Select(
                argument => new InteractionInput
                {
                    Name = argument.Name,
                    InputType = argument.InputType,
                    Value = given.FirstOrDefault(pair => pair.Name == argument.Name).Value,
                });
        return await App.ResourceCommands.ExecuteCommandAsync(
            Resource<IResource>(resource), command, new InteractionInputCollection([.. arguments]),
            CancellationToken.None);
    }

    /// <summary>Launches a sweep by the command of the coordinator's row.</summary>
    public async Task<SubmittedSweep> LaunchAsync(string yaml, params (string Name, string Value)[] given)
    {
        var launched = await ExecuteAsync("coordinator", LaunchCommand.Name, [(LaunchCommand.Yaml, yaml), .. given]);
        Assert.True(launched.Success, launched.Message);
        return JsonSerializer.Deserialize<SubmittedSweep>(launched.Data!.Value, ApiJson.Options)!;
    }

    /// <summary>Of a resource that runs, also while the AppHost still starts.</summary>
    public HttpClient Client(string resource) =>
        new() { BaseAddress = new Uri(Resource<IResourceWithEndpoints>(resource).GetEndpoint("http").Url) };

    public async Task<T> GetAsync<T>(string path)
    {
        using var client = Client("coordinator");
        return (await client.GetFromJsonAsync<T>($"/api/v1/{path}", ApiJson.Options))!;
    }

    public Task<SweepDetails> SweepAsync(string sweep) => GetAsync<SweepDetails>($"sweeps/{sweep}");

    public Task<IReadOnlyList<WorkerView>> WorkersAsync() => GetAsync<IReadOnlyList<WorkerView>>("workers");

    public Task EndsAsync(string sweep) => UntilAsync($"{sweep} ends", async () => (await SweepAsync(sweep)).State.IsEnded());

    /// <summary>Asks again until it is so.</summary>
    /// <exception cref="TimeoutException">It never was; the message says what.</exception>
    public static async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        for (var since = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(since) < Patience;)
        {
            if (await condition())
            {
                return;
            }

            await timer.WaitForNextTickAsync();
        }

        throw new TimeoutException($"This did not come true within {Patience}: {what}.");
    }

    /// <summary>Stops the AppHost, also one that is still starting.</summary>
    public async Task StopAsync()
    {
        if (!isStopped)
        {
            isStopped = true;
            await App.StopAsync();
            await App.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Processes.AreGoneAsync(folder.FullName);
        folder.Delete(recursive: true);
    }
}
