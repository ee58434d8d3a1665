using System.ComponentModel;
using System.Diagnostics;
using VggSweep.Client;

namespace VggSweep.AppHost.Commands;

/// <summary>Has <c>vggsweep report</c> write a sweep's page, and opens it.</summary>
internal static class ReportOpening
{
    /// <summary>Built beside us.</summary>
    private static string Program
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.GetFullPath(Path.Combine(here.FullName, "..", "..", "VggSweep.Cli", here.Name, "vggsweep.dll"));
        }
    }

    /// <returns>Where the page is.</returns>
    /// <exception cref="CoordinatorProblemException">It could not be written.</exception>
    public static async Task<string> OpenAsync(Uri server, string sweep, Folders folders, CancellationToken cancellation)
    {
        var folder = Path.Combine(folders.Reports, sweep);
        using var process =
            Process.Start(new ProcessStartInfo("dotnet", [Program, "report", sweep, "--server", $"{server}", "--output", folder])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
        {
            throw new CoordinatorProblemException(CoordinatorProblemKind.Refused, (await error).Trim());
        }

        var file = (await output).Trim();
        return Show(file) ? $"Opened {file}" : $"The report is {file}";
    }

    /// <summary>A machine without a desktop has nobody to show it to.</summary>
    private static bool Show(string file)
    {
        if (!OperatingSystem.IsWindows() && !OperatingSystem.IsMacOS()
            && Environment.GetEnvironmentVariable("DISPLAY") is null && Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is null)
        {
            return false;
        }

        try
        {
            using var browser = Process.Start(new ProcessStartInfo(file) { UseShellExecute = true });
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
