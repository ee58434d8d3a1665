using System.Net;
using System.Net.Http.Json;
using VggSweep.Core.Api;
using VggSweep.ServiceDefaults;

namespace VggSweep.AppHost.Running.Tests;

/// <summary>However the AppHost ends, nothing of it is left, and the next one goes on where it ended.</summary>
public sealed class Stopping : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vggsweep-stopping-");
    private readonly HttpClient client = new();

    private string Home => Path.Combine(folder.FullName, "home");

    private DirectoryInfo Temporary => new(Path.Combine(folder.FullName, "tmp"));

    /// <summary>PostgreSQL removes it when it ends in good order.</summary>
    private string PostgresLock => Path.Combine(Home, "local", "postgres", "data", "postmaster.pid");

    public ValueTask InitializeAsync()
    {
        Temporary.Create();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Ctrl_C_and_a_killed_AppHost_leave_no_process_port_or_temporary_file()
    {
        var file = Path.Combine(folder.FullName, "long.yaml");
        await File.WriteAllTextAsync(file, SmallSweep.Of("long", trials: 2, epochs: 10_000));
        int epochs;
        await using (var host = new AppHostProcess(
            Temporary.FullName, $"--Parameters:home-folder={Home}", "--form", "local", "--sweep", file))
        {
            epochs = await TrainAsync(host, moreThan: 0);
            Assert.Contains("Form: local, as the command line says.", host.Said, StringComparison.Ordinal);
            host.PressCtrlC();
            await host.EndedAsync();
            await NothingIsLeftAsync(host);
            Assert.Equal(0, host.ExitCode);
            Assert.Contains("hands over before it is stopped", host.Said, StringComparison.Ordinal);
            // `dotnet run` keeps that one.
            Assert.DoesNotContain(
                Temporary.EnumerateFileSystemInfos(),
                left => !left.Name.StartsWith("NuGetScratch", StringComparison.Ordinal));
        }

        await using (var host = new AppHostProcess(Temporary.FullName, $"--Parameters:home-folder={Home}"))
        {
            await TrainAsync(host, moreThan: epochs);
            Assert.Contains("Form: local, as this home ran last", host.Said, StringComparison.Ordinal);
            host.Kill();
            await host.EndedAsync();
            await NothingIsLeftAsync(host);
        }
    }

    private async Task NothingIsLeftAsync(AppHostProcess host)
    {
        await Processes.AreGoneAsync(folder.FullName);
        Assert.False(File.Exists(PostgresLock), "PostgreSQL was not stopped in good order.");
        Assert.Null(FreePorts.Refusal(new(IPAddress.Loopback, host.ApiPort)));
    }

    /// <returns>The epochs that are recorded, once both trials have some and together more than that many.</returns>
    private async Task<int> TrainAsync(AppHostProcess host, int moreThan)
    {
        var recorded = 0;
        await RunningApp.UntilAsync("both workers train", async () =>
        {
            Assert.True(host.IsAlive && !host.Said.Contains("was not submitted", StringComparison.Ordinal), host.Said);
            try
            {
                var sweep = await client.GetFromJsonAsync<SweepDetails>(
                    $"http://127.0.0.1:{host.ApiPort}/api/v1/sweeps/long-1", ApiJson.Options);
                recorded = sweep!.Trials.Sum(trial => trial.Epochs);
                return recorded > moreThan && sweep.Trials.All(trial => trial.Epochs > 0);
            }
            catch (HttpRequestException)
            {
                return false; // The API or the sweep is not there yet.
            }
        });
        return recorded;
    }
}
