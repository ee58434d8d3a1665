using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace VggSweep.AppHost.Forms;

/// <summary>The container runtime that Aspire's orchestrator would use.</summary>
/// <param name="Name">Docker or podman, as a program.</param>
/// <param name="Answers">Whether containers can be started now.</param>
/// <param name="Reason">Why not.</param>
internal sealed record ContainerRuntime(string Name, bool Answers, string Reason)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The orchestrator that Aspire brings.</summary>
    private static string? Orchestrator => typeof(ContainerRuntime).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(data => data.Key.Equals("dcpclipath", StringComparison.OrdinalIgnoreCase))?.Value;

    /// <summary>Asks the orchestrator, which takes about half a second.</summary>
    public static ContainerRuntime Find()
    {
        var wanted = Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME")
            ?? Environment.GetEnvironmentVariable("DOTNET_ASPIRE_CONTAINER_RUNTIME");
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(Orchestrator ?? "dcp", wanted is null ? ["info"] : ["info", "--container-runtime", wanted])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (process.WaitForExit(Patience))
            {
                return process.ExitCode == 0 ? Read(output.Result) : new(wanted ?? "docker", false, OneLine(error.Result));
            }

            process.Kill();
            return new(wanted ?? "docker", false, $"no answer within {Patience.TotalSeconds:0} s");
        }
        catch (Win32Exception exception)
        {
            return new(wanted ?? "docker", false, exception.Message);
        }
    }

    private static ContainerRuntime Read(string json)
    {
        var containers = JsonElement.Parse(json).GetProperty("containers");
        var name = containers.GetProperty("runtime").GetString()!;
        return containers.GetProperty("running").GetBoolean() ? new(name, true, "")
            : containers.GetProperty("installed").GetBoolean() ? new(name, false, $"{name} is installed but not running")
            : new(name, false, $"{name} is not installed");
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
