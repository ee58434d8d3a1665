using System.Net.Http.Json;
using System.Text;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.ServiceDefaults;
using VggSweep.TestCluster;

/// <summary><c>vggsweep serve</c> in a process and a home of its own: coordinator, worker and API in one.</summary>
internal sealed class Served : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vggsweep-telemetry-");
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly ClusterProcess process;

    private Served(int slots, IReadOnlyDictionary<string, string> environment)
    {
        client.BaseAddress = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
        process = new ClusterProcess(
            "serve",
            ["serve", "--home", folder.FullName, "--data", SmallNet.Data(), "--slots", $"{slots}", "--urls", $"{client.BaseAddress}"],
            environment);
    }

    public int Pid => process.Pid;

    public static async Task<Served> StartAsync(int slots, IReadOnlyDictionary<string, string> environment)
    {
        var served = new Served(slots, environment);
        await served.UntilAsync(async () => (await served.client.GetAsync("/health")).IsSuccessStatusCode);
        return served;
    }

    public async Task<string> SubmitAsync(string yaml)
    {
        using var answer = await client.PostAsync("/api/v1/sweeps", new StringContent(yaml, Encoding.UTF8, "text/plain"));
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<SubmittedSweep>(ApiJson.Options))!.Sweep;
    }

    public async Task<bool> IsCompletedAsync(string sweep) =>
        (await client.GetFromJsonAsync<SweepDetails>($"/api/v1/sweeps/{sweep}", ApiJson.Options))!.State.IsEnded();

    public Task<string> ScrapeAsync() => client.GetStringAsync("/metrics");

    /// <summary>Asks twice a second; ends when it is so.</summary>
    /// <exception cref="InvalidOperationException">The program has ended.</exception>
    public async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            try
            {
                if (await isSo())
                {
                    return;
                }
            }
            catch (HttpRequestException) when (process.IsAlive)
            {
                // It does not listen yet.
            }

            if (!process.IsAlive)
            {
                throw new InvalidOperationException($"serve ended with {process.ExitCode}: {process.Log}");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    public Task StopAsync() => process.StopAsync();

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await process.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
