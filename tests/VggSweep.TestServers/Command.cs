using System.Diagnostics;

namespace VggSweep.TestServers;

/// <summary>A short command that must succeed.</summary>
public static class Command
{
    /// <exception cref="InvalidOperationException">It failed; the message has its output.</exception>
    public static void Run(string program, params string[] arguments) => Run(new ProcessStartInfo(program, arguments));

    /// <exception cref="InvalidOperationException">It failed; the message has its output.</exception>
    public static void Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} failed: {output}{error.Result}");
        }
    }
}
