using System.Diagnostics;

namespace VggSweep.AppHost.Servers;

/// <summary>How a program of a server is started.</summary>
/// <remarks>
/// PostgreSQL refuses to run as root, so root starts it as nobody. The data may lie below a folder that only root may
/// enter, as /root: the one capability that nobody keeps opens it.
/// </remarks>
internal static class ServerCommand
{
    private const string Nobody = "65534";

    /// <summary>The whole command line, program first.</summary>
    public static IReadOnlyList<string> Of(string program, params IEnumerable<string> arguments) => Environment.IsPrivilegedProcess
        ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override", program, .. arguments]
        : [program, .. arguments];

    /// <summary>The variables that it needs beside ours.</summary>
    public static IReadOnlyDictionary<string, string> Environs(ServerPrograms programs) => programs.Libraries is { } libraries
        ? new Dictionary<string, string> { ["LC_ALL"] = "C", ["LD_LIBRARY_PATH"] = libraries }
        : new Dictionary<string, string> { ["LC_ALL"] = "C" };

    public static ProcessStartInfo Start(ServerPrograms programs, string folder, IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in Environs(programs))
        {
            start.Environment[key] = value;
        }

        return start;
    }

    /// <summary>Runs a short command to its end.</summary>
    /// <param name="input">What it reads.</param>
    /// <exception cref="InvalidOperationException">It failed; the message has its output.</exception>
    public static void Run(ProcessStartInfo start, string input = "")
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} failed: {output}{error.Result}");
        }
    }
}
