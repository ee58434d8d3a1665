using System.Net;
using System.Net.Http.Json;
using Aspire.Hosting.Testing;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;

namespace VggSweep.AppHost.Tests;

/// <summary>The embedded form, started where there is an orchestrator: one program, no container.</summary>
public sealed class RunningEmbedded
{
    private const string Sweep = "{ name: tiny, network: { arch: narrow, width: 4, resolution: 32, head: gap, batchNorm: true, batchSize: 64, epochs: 1 }, parameters: { seed: [1] }, training: { images: 512, validationImages: 256 } }";

    [Fact]
    public async Task A_sweep_of_the_command_line_is_trained_and_nothing_is_left_running()
    {
        Orchestrator.SkipWithout();
        var folder = Directory.CreateTempSubdirectory("vggsweep-embedded-");
        var file = Path.Combine(folder.FullName, "tiny.yaml");
        await File.WriteAllTextAsync(file, Sweep, TestContext.Current.CancellationToken);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--embedded", "--sweep", file, $"--Parameters:home-folder={folder.FullName}/home"], TestContext.Current.CancellationToken);
        await using (var app = await builder.BuildAsync(TestContext.Current.CancellationToken))
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
            await app.StartAsync(patience.Token);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("coordinator", patience.Token);
            using var client = app.CreateHttpClient("coordinator", "http");
            while ((await client.GetFromJsonAsync<IReadOnlyList<ListedSweep>>("/api/v1/sweeps", ApiJson.Options, patience.Token)) is not [{ State: SweepState.Completed }])
            {
                await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, patience.Token);
            }

            Assert.All(
                await Task.WhenAll(((string[])["/reference", "/openapi/v1.json", "/orleans/", "/health", "/metrics"]).Select(path => client.GetAsync(path, patience.Token))),
                answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
            Assert.NotEmpty(Processes.Of(folder.FullName));
            await app.StopAsync(patience.Token);
        }

        Assert.Empty(Processes.Of(folder.FullName));
        folder.Delete(recursive: true);
    }
}
