using System.CommandLine;
using System.Runtime.InteropServices;
using Spectre.Console;
using VggSweep.Cli.Running;
using VggSweep.Core;
using VggSweep.Core.Training;
using VggSweep.Worker.Trainers;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep doctor</c>: what this machine has of what a run needs, a line each.</summary>
internal static class DoctorCommand
{
    public static Command Create(SourceOptions options, Terminal terminal)
    {
        var (data, device, libtorch, json) = (CommonOptions.Data(), CommonOptions.Device(), CommonOptions.Libtorch(), CommonOptions.Json());
        var selfTest = new Option<bool>("--selftest") { Description = "Test what the trainer does on the device instead, claim by claim." };
        var command = new Command("doctor", "Check what a run needs: trainer, data, home, memory, disk.")
        {
            data, device, libtorch, selfTest, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            var findings = new List<Finding>();
            var checks = parsed.GetValue(selfTest)
                ? SelfTestAsync(parsed.GetValue(device)!, parsed.GetValue(libtorch))
                : ChecksAsync(
                    HomeFolder.At(options.RequireHome(parsed)), parsed.GetValue(data), parsed.GetValue(device)!, parsed.GetValue(libtorch));
            await foreach (var finding in checks)
            {
                findings.Add(finding);
                if (!parsed.GetValue(json))
                {
                    Show(terminal, finding);
                }
            }

            if (parsed.GetValue(json))
            {
                Terminal.WriteJson(findings);
            }

            return findings.All(finding => finding.IsGood) ? ExitCode.Ok : ExitCode.Unavailable;
        });
        return command;
    }

    private static async IAsyncEnumerable<Finding> ChecksAsync(HomeFolder folder, string? data, string device, string? libtorch)
    {
        yield return Check(
            "machine",
            () => $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, "
                + $"{Words.Count(Environment.ProcessorCount, "core")}");
        yield return Check("memory", () => $"{AmountText.OfBytes(Machine.AvailableBytes())} available");
        yield return await CheckAsync("trainer", () => TrainerAsync(device, libtorch));
        yield return await CheckAsync("data", () => DataAsync(data));
        yield return Check("home", () => Writable(folder));
        yield return Check(
            "disk", () => $"{AmountText.OfBytes(new DriveInfo(Existing(folder.Root)).AvailableFreeSpace)} free at {folder.Root}");
    }

    private static async IAsyncEnumerable<Finding> SelfTestAsync(string device, string? libtorch)
    {
        var claims = TrainerSelfTest.RunAsync(
            WorkerSetup.Trainer(device, libtorch), Environment.ProcessorCount, WorkerSetup.FirstDevice(device));
        await foreach (var claim in claims)
        {
            yield return new Finding(claim.Name, claim.IsGood, claim.Message);
        }
    }

    private static void Show(Terminal terminal, Finding finding)
    {
        terminal.Out.Markup(finding.IsGood ? "[green]ok[/]  " : "[red]bad[/] ");

        // Past the console's width: a path is of use in one piece.
        terminal.Out.Profile.Out.Writer.WriteLine(ProgramName.In($"{finding.Name,-8} {finding.Message}"));
    }

    private static Finding Check(string name, Func<string> check) =>
        CheckAsync(name, () => Task.FromResult(check())).GetAwaiter().GetResult();

    private static async Task<Finding> CheckAsync(string name, Func<Task<string>> check)
    {
        try
        {
            return new Finding(name, true, await check());
        }
        catch (Exception exception) when (
            exception is CommandFailure or TrainerStartException or IOException or UnauthorizedAccessException)
        {
            return new Finding(name, false, exception.Message);
        }
    }

    private static async Task<string> TrainerAsync(string device, string? libtorch)
    {
        var program = WorkerSetup.Trainer(device, libtorch);
        await using var trainer = await TrainerProcess.StartAsync(
            program, threads: 1, WorkerSetup.FirstDevice(device), CancellationToken.None);
        return $"{program}: {trainer.Text}, protocol {TrainerProtocol.Version}";
    }

    private static async Task<string> DataAsync(string? given)
    {
        var folder = DataFolders.Find(given) ?? throw new CommandFailure(
            ExitCode.NoInput, "not downloaded yet; `vggsweep run` downloads it");
        return await DataFolder.FaultOfAsync(folder) is { } fault ? throw new CommandFailure(ExitCode.Unavailable, fault) : folder;
    }

    private static string Writable(HomeFolder folder)
    {
        var place = Existing(folder.Root);
        var probe = Path.Combine(place, $".vggsweep-probe-{Environment.ProcessId}");
        using (File.Create(probe, bufferSize: 1, FileOptions.DeleteOnClose))
        {
            return folder.Root;
        }
    }

    private static string Existing(string path)
    {
        while (!Directory.Exists(path))
        {
            path = Path.GetDirectoryName(path)!;
        }

        return path;
    }

    private sealed record Finding(string Name, bool IsGood, string Message);
}
