using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using VggSweep.Core.Training;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.ServiceDefaults;
using VggSweep.Tests;

namespace VggSweep.EndToEnd.Tests;

/// <summary><c>serve</c>: one program that takes sweeps over its API, trains them, and keeps them in a home.</summary>
[SupportedOSPlatform("linux")]
public sealed class Serving : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly TemporaryFolder folder = new();
    private readonly Uri address = new($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
    private readonly HttpClient client = new();
    private readonly List<Process> started = [];
    private readonly ConcurrentQueue<string> logged = [];

    public void Dispose()
    {
        foreach (var program in started.Where(program => !program.HasExited))
        {
            program.Kill(entireProcessTree: true);
            program.WaitForExit();
        }

        client.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_sweep_is_submitted_trained_shown_and_still_there_when_the_program_has_stopped()
    {
        // Whoever starts it in a folder of somebody else does not take that folder's settings.
        folder.Write(
            "appsettings.json",
            """
            {
              "Kestrel": { "Endpoints": { "Open": { "Url": "http://0.0.0.0:1" } } },
              "Logging": { "LogLevel": { "Default": "Loud" } }
            }
            """);
        var file = folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1));
        var serve = await ServeAsync();
        (await VggSweepProgram.RunAsync(folder.Path, "run", file, "--server", $"{address}")).Expect(0);
        var trials = (await VggSweepProgram.RunAsync(folder.Path, "trials", "small-1", "--server", $"{address}", "--json"))
            .Expect(0).Json.AsArray();
        Assert.All(trials, trial => Assert.Equal("completed", (string?)trial!["state"]));

        // The trainer's own words stand among what the worker wrote of the trial.
        var log = (await VggSweepProgram.RunAsync(folder.Path, "logs", "small-1", "1", "--server", $"{address}")).Expect(0).Output;
        Assert.Contains("epoch 1: train loss", log, StringComparison.Ordinal);
        Assert.Matches(@"trainer: \{.*""trial"":""small-1/1""", log);

        Assert.Contains(
            "vggsweep_trials_finished_total{", await client.GetStringAsync(new Uri(address, "/metrics")),
            StringComparison.Ordinal);
        // What a slot has is what the machine has, and no placeholder.
        var memory = JsonElement
            .Parse(await client.GetStringAsync(new Uri(address, "/api/v1/workers")))[0]
            .GetProperty("memoryBytes")
            .GetInt64();
        Assert.InRange(memory, 1, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        foreach (var path in (string[])["/health", "/alive", "/openapi/v1.json", "/reference"])
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(address, path))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri(address, "/orleans/"))).StatusCode);

        string[] events =
        [
            "VggSweep.Sweeps[100] Sweep small-1 submitted; trials: 2, slots: 1, predicted: ",
            "VggSweep.Sweeps[110] Trial small-1/1 started on ",
            "VggSweep.Sweeps[111] Trial small-1/1 completed: validation accuracy ",
            "VggSweep.Sweeps[103] Sweep small-1 completed (2 completed); best: trial ",
        ];
        await UntilAsync(() => Task.FromResult(events.All(@event => logged.Any(line => line.Contains(@event, StringComparison.Ordinal)))));

        Assert.Contains(
            $"Listening on {address.GetLeftPart(UriPartial.Authority)}. Submit a sweep with `vggsweep run FILE --server "
            + $"{address.GetLeftPart(UriPartial.Authority)}`. Ctrl-C stops.", logged);

        await StopAsync(serve);
        Assert.Equal("completed", (string?)(await VggSweepProgram.RunAsync(folder.Path, "list", "--json")).Expect(0).Json[0]!["state"]);
    }

    [Fact]
    public async Task A_trial_that_a_stop_interrupts_goes_on_at_the_next_start()
    {
        var file = folder.Write("small.yaml", SmallSweep.Yaml(epochs: 30, images: 2048, widths: "[4]"));
        var first = await ServeAsync();
        var run = Start(["run", file, "--server", $"{address}"]);
        await UntilAsync(async () => (await client.GetStringAsync(new Uri(address, "/api/v1/sweeps")))
            .Contains("small-1", StringComparison.Ordinal)
            && (await client.GetStringAsync(new Uri(address, "/api/v1/sweeps/small-1/trials/1/epochs"))).Length > 2);
        run.Kill();
        await StopAsync(first, Signals.HangUp); // As a closed terminal does.
        Assert.NotEqual(
            "completed",
            (string?)(await VggSweepProgram.RunAsync(folder.Path, "trials", "small-1", "--json")).Expect(0).Json[0]!["state"]);

        var second = await ServeAsync();
        await UntilAsync(
            async () => (await client.GetStringAsync(new Uri(address, "/api/v1/sweeps/small-1"))).Contains(
                "\"state\":\"completed\"", StringComparison.Ordinal));
        await StopAsync(second);
        Assert.Equal(2, (int)(await VggSweepProgram.RunAsync(folder.Path, "trials", "small-1", "--json")).Expect(0).Json[0]!["attempts"]!);
    }

    [Fact]
    public async Task Where_there_is_a_key_only_health_answers_without_it()
    {
        const string Key = "a key that is long enough for this";
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        var serve = await ServeAsync("--VggSweep:ApiKeyHashes:0", hash, "--VggSweep:OrleansDashboard", "true");
        foreach (var path in (string[])["/api/v1/sweeps", "/metrics", "/openapi/v1.json", "/reference/", "/orleans/"])
        {
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, (await client.GetAsync(new Uri(address, path))).StatusCode));
            using var withKey = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path))
            {
                Headers = { Authorization = new("Bearer", Key) },
            };
            Assert.Equal((path, HttpStatusCode.OK), (path, (await client.SendAsync(withKey)).StatusCode));
        }

        using var described = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/openapi/v1.json"))
        {
            Headers = { Authorization = new("Bearer", Key) },
        };
        var reference = await (await client.SendAsync(described)).Content.ReadAsStringAsync();
        Assert.Contains("/api/v1/sweeps", reference, StringComparison.Ordinal);
        Assert.DoesNotContain("/orleans", reference, StringComparison.Ordinal);

        Assert.Equal("Healthy", await client.GetStringAsync(new Uri(address, "/health")));
        await StopAsync(serve);
    }

    [Fact]
    public async Task An_address_that_others_reach_is_refused_without_a_key()
    {
        var refused = (await VggSweepProgram.EndAsync(VggSweepProgram.Start(
            ["serve"], folder.Path, input: null, ("Kestrel__Endpoints__Open__Url", $"http://0.0.0.0:{address.Port}")))).Expect(2);
        Assert.Contains("VggSweep__ApiKeyHashes__0", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Home));
    }

    /// <summary>Its trainers say on standard error what they are told: the real one, behind a pipe that shows what goes in.</summary>
    private async Task<Process> ServeAsync(params string[] settings)
    {
        var real = Path.Combine(
            VggSweepProgram.Repository, "artifacts", "bin", "VggSweep.Trainer", VggSweepProgram.BuildConfiguration,
            "VggSweep.Trainer.dll");
        var trainer = folder.Write("trainer", $"#!/bin/sh\ntee /dev/stderr | dotnet '{real}' \"$@\"\n");
        File.SetUnixFileMode(trainer, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var serve = Start(["serve", "--slots", "1", "--urls", $"{address}", .. settings], (TrainerProtocol.TrainerVariable, trainer));
        await UntilAsync(async () => serve.HasExited || (await client.GetAsync(new Uri(address, "/health"))).IsSuccessStatusCode);
        Assert.False(serve.HasExited, "serve has ended");
        return serve;
    }

    /// <summary>Its output is always read: a program whose pipe is full stands still.</summary>
    private Process Start(IReadOnlyList<string> arguments, params (string Key, string Value)[] environment)
    {
        var program = VggSweepProgram.Start(arguments, folder.Path, input: null, environment);
        started.Add(program);
        program.OutputDataReceived += (_, line) => logged.Enqueue(line.Data ?? "");
        program.ErrorDataReceived += (_, line) => logged.Enqueue(line.Data ?? "");
        program.BeginOutputReadLine();
        program.BeginErrorReadLine();
        return program;
    }

    private static async Task StopAsync(Process serve, int signal = Signals.Terminate)
    {
        _ = Signals.Send(serve.Id, signal);
        using var patience = new CancellationTokenSource(Patience);
        await serve.WaitForExitAsync(patience.Token);
        Assert.Equal(0, serve.ExitCode);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
        while (!await AnsweredAsync(isSo));
    }

    private static async Task<bool> AnsweredAsync(Func<Task<bool>> isSo)
    {
        try
        {
            return await isSo();
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
