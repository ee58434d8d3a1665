using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace VggSweep.AppHost.Tests;

/// <summary>The orchestrator that Aspire brings, and the container runtime that it finds.</summary>
internal static class Orchestrator
{
    /// <returns>What is missing; null when resources and containers can be started.</returns>
    public static string? WhatIsMissing()
    {
        var program = typeof(Projects.AppHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(data => data.Key.Equals("dcpclipath", StringComparison.OrdinalIgnoreCase))?.Value;
        if (!File.Exists(program))
        {
            return "The AppHost was built without an orchestrator.";
        }

        using var process = Process.Start(new ProcessStartInfo(program, ["info"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && JsonElement.Parse(output).GetProperty("containers").GetProperty("running").GetBoolean()
            ? null
            : "No container runtime is running.";
    }
}
