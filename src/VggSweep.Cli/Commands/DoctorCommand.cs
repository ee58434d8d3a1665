using System.CommandLine;
using System.Runtime.InteropServices;
using Spectre.Console;
using VggSweep.Cli.Results;
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
        var (data, device, libtorch) = (CommonOptions.Data(), CommonOptions.Device(), CommonOptions.Libtorch());
        var selfTest = new Option<bool>("--selftest") { Description = "Tries instead what the trainer does on the device, claim by claim." };
        var command = new Command("doctor", "Checks what a run needs: trainer, data, home, memory, disk.") { data, device, libtorch, selfTest };
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(selfTest))
            {
                return await SelfTestAsync(terminal, parsed.GetValue(device)!, parsed.GetValue(libtorch));
            }

            var folder = HomeFolder.At(options.RequireHome(parsed));
            IReadOnlyList<Finding> findings =
            [
                Check("machine", () => $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Words.Count(Environment.ProcessorCount, "core")}"),
                Check("memory", () => $"{ResultTables.Engineering(Machine.AvailableBytes())}B available"),
                await CheckAsync("trainer", () => TrainerAsync(parsed.GetValue(device)!, parsed.GetValue(libtorch))),
                await CheckAsync("data", () => DataAsync(parsed.GetValue(data))),
                Check("home", () => Writable(folder)),
                Check("disk", () => $"{ResultTables.Engineering(new DriveInfo(Existing(folder.Root)).AvailableFreeSpace)}B free at {folder.Root}"),
            ];
            foreach (var finding in findings)
            {
                Show(terminal, finding);
            }

            return findings.All(finding => finding.IsGood) ? ExitCode.Ok : ExitCode.Unavailable;
        });
        return command;
    }

    private static async Task<int> SelfTestAsync(Terminal terminal, string device, string? libtorch)
    {
        var areGood = true;
        try
        {
            var program = WorkerSetup.Trainer(device, libtorch);
            await foreach (var claim in TrainerSelfTest.RunAsync(program, Environment.ProcessorCount, WorkerSetup.FirstDevice(device)))
            {
                Show(terminal, new Finding(claim.Name, claim.IsGood, claim.Message));
                areGood &= claim.IsGood;
            }
        }
        catch (TrainerStartException exception)
        {
            throw new CommandFailure(ExitCode.Unavailable, exception.Message);
        }

        return areGood ? ExitCode.Ok : ExitCode.Unavailable;
    }

    private static void Show(Terminal terminal, Finding finding)
    {
        terminal.Out.Markup(finding.IsGood ? "[green]ok[/]  " : "[red]bad[/] ");

        // Past the console's width: a path is of use in one piece.
        terminal.Out.Profile.Out.Writer.WriteLine($"{finding.Name,-8} {finding.Message}");
    }

    private static Finding Check(string name, Func<string> check) => CheckAsync(name, () => Task.FromResult(check())).GetAwaiter().GetResult();

    private static async Task<Finding> CheckAsync(string name, Func<Task<string>> check)
    {
        try
        {
            return new Finding(name, true, await check());
        }
        catch (Exception exception) when (exception is CommandFailure or TrainerStartException or IOException or UnauthorizedAccessException)
        {
            return new Finding(name, false, exception.Message);
        }
    }

    private static async Task<string> TrainerAsync(string device, string? libtorch)
    {
        var program = WorkerSetup.Trainer(device, libtorch);
        await using var trainer = await TrainerProcess.StartAsync(program, threads: 1, WorkerSetup.FirstDevice(device), CancellationToken.None);
        return $"{program}: {trainer.Text}, protocol {TrainerProtocol.Version}";
    }

    private static async Task<string> DataAsync(string? given)
    {
        var folder = DataFolders.Find(given) ?? throw new CommandFailure(ExitCode.NoInput, "not here yet; `run` fetches it");
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
