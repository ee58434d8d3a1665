using System.Diagnostics;
using System.Globalization;

namespace VggSweep.Tests;

/// <summary>The processes that a process has started, from Linux's /proc. Compiled into whoever kills real processes.</summary>
internal static class ChildProcesses
{
    public static IReadOnlyList<int> Of(int pid)
    {
        try
        {
            return
            [
                .. Directory.EnumerateDirectories($"/proc/{pid}/task")
                    .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
            ];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Whether the process is gone after a few seconds at most.</summary>
    public static async Task<bool> IsGoneAsync(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await process.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
