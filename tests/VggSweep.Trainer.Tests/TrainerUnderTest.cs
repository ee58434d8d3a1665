using System.Diagnostics;
using System.Text;
using VggSweep.Core.Training;
using VggSweep.Tests;

namespace VggSweep.Trainer.Tests;

/// <summary>A real trainer process. Waits are for its lines and its end; the deadline only turns a hang into a failure.</summary>
internal sealed class TrainerUnderTest : IAsyncDisposable
{
    public const int Threads = 1;

    private readonly Process process;
    private readonly StringBuilder errors = new();
    private readonly CancellationTokenSource deadline;

    /// <param name="patience">Default: 90 seconds.</param>
    public TrainerUnderTest(TimeSpan? patience = null)
    {
        deadline = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(90));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "VggSweep.Trainer.dll"), "serve"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        TrainerEnvironment.Set(start.Environment, Threads);
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
    }

    public int Pid => process.Id;

    public Task SendAsync(TrainerCommand command) => SendLineAsync(TrainerProtocol.Write(command));

    public async Task SendLineAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line.AsMemory(), deadline.Token);
        await process.StandardInput.FlushAsync(deadline.Token);
    }

    /// <summary>What the end of the worker does.</summary>
    public void CloseInput() => process.StandardInput.Close();

    public void Signal(int signal) => Assert.Equal(0, Signals.Send(Pid, signal));

    /// <returns>Null at the end of the output.</returns>
    public async Task<TrainerEvent?> ReadAsync() =>
        await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line ? TrainerProtocol.ReadEvent(line) : null;

    /// <summary>The next event of a kind; the others on the way are dropped.</summary>
    public async Task<T> ReadAsync<T>()
        where T : TrainerEvent
    {
        while (await ReadAsync() is { } happened)
        {
            if (happened is T wanted)
            {
                return wanted;
            }
        }

        throw new InvalidOperationException($"The trainer ended without {typeof(T).Name}: {Errors()}");
    }

    /// <returns>The exit code, when the process has ended by itself within the time.</returns>
    public async Task<int> ExitAsync(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public string Errors()
    {
        lock (errors)
        {
            return errors.ToString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        deadline.Dispose();
    }

    private void Keep(string? line)
    {
        lock (errors)
        {
            errors.AppendLine(line);
        }
    }
}
