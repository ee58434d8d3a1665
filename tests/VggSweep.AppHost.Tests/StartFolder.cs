using System.Diagnostics;

namespace VggSweep.AppHost.Tests;

/// <summary>The program itself, started from a folder that is not the AppHost's.</summary>
public sealed class StartFolder
{
    [Fact]
    public async Task Parameters_have_their_defaults_wherever_the_program_is_started_from()
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(build.Parent!.Parent!.FullName, "AppHost", build.Name, "AppHost.dll");

        // Parameters are read in order: the complaint about this one means that those before it had their defaults.
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "--Parameters:slots=none"])
        { WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("Parameters:slots is 'none'", await output + await error, StringComparison.Ordinal);
    }
}
