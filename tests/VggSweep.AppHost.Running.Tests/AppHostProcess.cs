using System.Diagnostics;
using System.Text;
using VggSweep.ServiceDefaults;
using VggSweep.TestCluster;
using VggSweep.Tests;

namespace VggSweep.AppHost.Running.Tests;

/// <summary>The AppHost as a person starts it in a terminal: a process group of its own, which Ctrl-C interrupts.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly StringBuilder said = new();

    /// <param name="temporary">Its folder for temporary files.</param>
    public AppHostProcess(string temporary, params IEnumerable<string> arguments)
    {
        var ports = FreePorts.Take(4);
        ApiPort = ports[0];
        var start = new ProcessStartInfo("setsid", ["dotnet", Builds.Of("AppHost"), $"--Parameters:api-port={ApiPort}", .. arguments])
        {
            WorkingDirectory = Projects.AppHost.ProjectPath,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = temporary;
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{ports[1]}";
        start.Environment["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://127.0.0.1:{ports[2]}";
        start.Environment["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = $"http://127.0.0.1:{ports[3]}";
        start.Environment["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int ApiPort { get; }

    public int ExitCode => process.ExitCode;

    public bool IsAlive => !process.HasExited;

    /// <summary>What it has said so far.</summary>
    public string Said
    {
        get
        {
            lock (said)
            {
                return said.ToString();
            }
        }
    }

    /// <summary>As a terminal does it: the whole group gets the signal.</summary>
    public void PressCtrlC() => _ = Signals.Send(-process.Id, Signals.Interrupt);

    /// <summary>Ends the AppHost alone, and at once.</summary>
    public void Kill() => _ = Signals.Send(process.Id, Signals.Kill);

    public async Task EndedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (IsAlive)
        {
            Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (said)
        {
            said.AppendLine(line);
        }
    }
}
