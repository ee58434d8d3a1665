using System.Diagnostics;
using System.Globalization;
using System.Text;
using VggSweep.Tests;

namespace VggSweep.TestCluster;

/// <summary>A coordinator or worker in a process group of its own, with the trainers that it starts.</summary>
public sealed class ClusterProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly StringBuilder log = new();

    /// <param name="name">For logs.</param>
    /// <param name="arguments">Of the program <c>vggsweep</c>.</param>
    /// <param name="environment">Its configuration, beside ours.</param>
    /// <param name="enter">Stands before the command, to run it elsewhere.</param>
    public ClusterProcess(
        string name, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment,
        params IReadOnlyList<string> enter)
    {
        Name = name;
        var start = new ProcessStartInfo("setsid", [.. enter, "dotnet", Builds.Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Name { get; }

    public int Pid => process.Id;

    public bool IsAlive => !process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>What it has said.</summary>
    public string Log
    {
        get
        {
            lock (log)
            {
                return log.ToString();
            }
        }
    }

    /// <summary>Ends it at once; its trainers find out by themselves.</summary>
    public async Task KillAsync()
    {
        _ = Signals.Send(Pid, Signals.Kill);
        await process.WaitForExitAsync();
    }

    /// <summary>Stops it with its trainers, as a suspended machine is.</summary>
    public void Freeze() => _ = Signals.Send(-Pid, Signals.Stop);

    public void Thaw() => _ = Signals.Send(-Pid, Signals.Continue);

    /// <summary>Asks it to end, and waits until it has.</summary>
    /// <exception cref="TimeoutException">It goes on and on.</exception>
    public async Task StopAsync()
    {
        _ = Signals.Send(Pid, Signals.Terminate);
        try
        {
            await process.WaitForExitAsync().WaitAsync(LongestGoodbye);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Name} did not end within {LongestGoodbye} of being asked to.\n{Log}");
        }
    }

    public async Task EndedAsync() => await process.WaitForExitAsync();

    /// <summary>Process ids of its trainers.</summary>
    public IReadOnlyList<int> Trainers() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && ParentOf(pid) == Pid),
    ];

    public static void Kill(int pid) => _ = Signals.Send(pid, Signals.Kill);

    public async ValueTask DisposeAsync()
    {
        // The whole group: a frozen trainer would not see its worker's end.
        _ = Signals.Send(-Pid, Signals.Kill);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <returns>0 when the process is gone.</returns>
    private static int ParentOf(int pid)
    {
        try
        {
            // The program's name, in brackets, may hold anything; the state and the parent follow it.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private void Keep(string? line)
    {
        lock (log)
        {
            log.AppendLine(line);
        }
    }
}
