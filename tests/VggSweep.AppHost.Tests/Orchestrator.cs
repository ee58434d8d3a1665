using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace VggSweep.AppHost.Tests;

/// <summary>The orchestrator that Aspire brings, and the container runtime that it finds.</summary>
internal static class Orchestrator
{
    private static string? Program => typeof(Projects.AppHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(data => data.Key.Equals("dcpclipath", StringComparison.OrdinalIgnoreCase))?.Value;

    public static void SkipWithout() => Assert.SkipUnless(File.Exists(Program), "The AppHost was built without an orchestrator.");

    public static void SkipWithoutContainers()
    {
        SkipWithout();
        using var process = Process.Start(new ProcessStartInfo(Program!, ["info"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.SkipUnless(
            process.ExitCode == 0 && JsonElement.Parse(output).GetProperty("containers").GetProperty("running").GetBoolean(), "No container runtime is running.");
    }
}
