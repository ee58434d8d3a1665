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
/// <remarks>A server does not run as root, so that root lends it the id of nobody.</remarks>
public abstract class TestServer : IAsyncDisposable
{
    private const string Nobody = "65534";

    private readonly string readyLine;
    private readonly ServerPrograms programs;
    private readonly StringBuilder log = new();
    private Process? process;

    /// <param name="name">For the folder's name.</param>
    /// <param name="programs">Where its programs are.</param>
    /// <param name="readyLine">Part of the line by which it says that it can be connected to.</param>
    private protected TestServer(string name, ServerPrograms programs, string readyLine)
    {
        Folder = Directory.CreateTempSubdirectory($"vggsweep-{name}-").FullName;
        this.readyLine = readyLine;
        this.programs = Environment.IsPrivilegedProcess ? programs.CopyTo(Folder) : programs;
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

        if (!Directory.Exists(DataFolder))
        {
            MakeData();
        }

        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process = new Process { StartInfo = Start(Arguments()) };
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

    /// <summary>Ends the server and deletes its data: it starts empty, as one whose disk was lost.</summary>
    public void Lose()
    {
        Kill();
        Directory.Delete(DataFolder, recursive: true);
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected string DataFolder => Path.Combine(Folder, "data");

    /// <summary>Makes <see cref="DataFolder"/> with what a first start needs.</summary>
    private protected abstract void MakeData();

    /// <summary>The server's program and its arguments.</summary>
    private protected abstract string[] Arguments();

    /// <summary>Connects once.</summary>
    private protected abstract Task ConnectAsync();

    /// <summary>How one of the server's programs is started, by its name and arguments.</summary>
    private protected ProcessStartInfo Start(params string[] command)
    {
        string[] whole = [Path.Combine(programs.Folder, command[0]), .. command[1..]];
        if (Environment.IsPrivilegedProcess)
        {
            whole = ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", .. whole];
        }

        var start = new ProcessStartInfo(whole[0], whole[1..]) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        if (programs.Libraries is { } libraries)
        {
            start.Environment["LD_LIBRARY_PATH"] = libraries;
        }

        return start;
    }

    /// <summary>Gives a file or folder to whom the server runs as.</summary>
    private protected static void GiveAway(string path)
    {
        if (Environment.IsPrivilegedProcess)
        {
            Command.Run("chown", $"{Nobody}:{Nobody}", path);
        }
    }

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
