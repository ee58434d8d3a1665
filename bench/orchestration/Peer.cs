using System.Diagnostics;
using System.Globalization;
using VggSweep.TestCluster;

/// <summary>A script of bench/peers, by Debian's Python.</summary>
internal static class Peer
{
    /// <returns>The numbers of its last line; null when it did not run, and why is said.</returns>
    public static async Task<double[]?> RunAsync(string script, params object[] arguments)
    {
        var words = arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!);
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Builds.Repository, "bench", "peers", script), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode == 0)
        {
            return [.. output.Trim().Split('\n')[^1].Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        }

        Console.WriteLine($"{script} did not run: {(await error).Trim().Split('\n')[^1]}");
        return null;
    }
}
