using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using VggSweep.Tests;

namespace VggSweep.TestServers;

/// <summary>
/// A server of a test's own: its data in a temporary folder, on a port that only this machine reaches. What it was told
/// to keep outlives <see cref="Kill"/> and <see cref="StopAsync"/>; <see cref="DisposeAsync"/> takes all away.
/// </summary>
public abstract class TestServer : IAsyncDisposable
{
    private readonly string readyLine;
    private readonly StringBuilder log = new();
    private Process? process;

    /// <param name="name">For the folder's name.</param>
    /// <param name="readyLine">Part of the line by which it says that it can be connected to.</param>
    private protected TestServer(string name, string readyLine)
    {
        Folder = Directory.CreateTempSubdirectory($"vggsweep-{name}-").FullName;
        this.readyLine = readyLine;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public string Host => "127.0.0.1";

    public int Port { get; }

    public abstract string ConnectionString { get; }

    /// <summary>Everything of the server.</summary>
    private protected string Folder { get; }

    /// <summary>Starts the server, and ends when it answers.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message has its log.</exception>
    public async Task StartAsync()
    {
        if (process is not null)
        {
            throw new InvalidOperationException("The server runs already.");
        }

        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process = new Process { StartInfo = Prepare() };
        process.OutputDataReceived += (_, line) => Note(line.Data, ready);
        process.ErrorDataReceived += (_, line) => Note(line.Data, ready);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task;
        await ConnectAsync();
    }

    /// <summary>Ends the server as its owner would: connections break, nothing is lost.</summary>
    public async Task StopAsync()
    {
        if (process is { } running)
        {
            // SIGINT: what both servers take for "now, but in good order".
            _ = Signals.Send(running.Id, Signals.Interrupt);
            await running.WaitForExitAsync();
            Forget();
        }
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Ends the server and its children as a power cut would.</summary>
    public void Kill()
    {
        if (process is { } running)
        {
            running.Kill(entireProcessTree: true);
            running.WaitForExit();
            Forget();
        }
    }

    /// <summary>Stops the server and its children where they are: connections stay, and nobody answers.</summary>
    public void Freeze() => Signal(Signals.Stop);

    public void Thaw() => Signal(Signals.Continue);

    public ValueTask DisposeAsync()
    {
        Kill();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>How the server is started; the first time it also makes the data.</summary>
    private protected abstract ProcessStartInfo Prepare();

    /// <summary>Connects once.</summary>
    private protected abstract Task ConnectAsync();

    /// <param name="line">Null when the server, and whoever writes for it, has ended.</param>
    private void Note(string? line, TaskCompletionSource ready)
    {
        lock (log)
        {
            log.AppendLine(line);
            if (line is null)
            {
                ready.TrySetException(new InvalidOperationException($"The server ended at its start: {log}"));
            }
            else if (line.Contains(readyLine, StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        }
    }

    private void Signal(int signal)
    {
        // The server first, or it could start another child meanwhile.
        foreach (var pid in (int[])[process!.Id, .. ChildProcesses.Of(process.Id)])
        {
            _ = Signals.Send(pid, signal);
        }
    }

    private void Forget()
    {
        process!.Dispose();
        process = null;
    }
}
