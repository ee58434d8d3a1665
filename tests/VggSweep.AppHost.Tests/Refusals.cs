using System.Diagnostics;

namespace VggSweep.AppHost.Tests;

/// <summary>An AppHost that cannot start says why in one sentence, and by its exit code.</summary>
public sealed class Refusals
{
    [Theory]
    [InlineData(2, "compose.yaml", "--operation", "publish", "--step", "publish", "--output-path", "compose")]
    [InlineData(2, "Parameters:workers is 'none'; give a whole number from 1.", "--Parameters:workers=none")]
    [InlineData(2, "--form is 'cloud'; give containers, local or embedded.", "--form", "cloud")]
    [InlineData(69, "run build/fetch", "--form", "local", "--Parameters:data-folder=/nowhere")]
    public async Task The_reason_is_one_line(int exitCode, string reason, params string[] arguments)
    {
        var home = Directory.CreateTempSubdirectory("vggsweep-refusal-");
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(ClusterSetup).Assembly.Location, $"--Parameters:home-folder={home.FullName}", .. arguments])
        {
            WorkingDirectory = Projects.AppHost.ProjectPath,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0", ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true" },
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var line = Assert.Single((await error).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.True(process.ExitCode == exitCode, $"{process.ExitCode}: {await output}");
        Assert.Empty(home.EnumerateFileSystemInfos());
        home.Delete();
    }
}
