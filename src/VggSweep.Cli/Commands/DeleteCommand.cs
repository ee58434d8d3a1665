using System.CommandLine;
using VggSweep.Cli.Results;
using VggSweep.Coordinator.Sweeps;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep delete SWEEP</c>: its rows and its files.</summary>
internal static class DeleteCommand
{
    public static Command Create(SourceOptions options)
    {
        var sweep = CommonOptions.Sweep();
        var command = new Command("delete", "Deletes a sweep with its rows, checkpoints and report.") { sweep };
        command.SetAction(async (parsed, _) =>
        {
            var id = parsed.GetValue(sweep)!;
            if (options.FindServer(parsed) is { } server)
            {
                await using var coordinator = server;
                Terminal.Say((await server.DeleteAsync(id)).WithFiles
                    ? $"Deleted {id}."
                    : $"Deleted the rows of {id}; its files stay, since the coordinator does not reach them: set its VggSweep__Files to the workers' shared folder, or delete sweeps/{id} there.");
                return ExitCode.Ok;
            }

            var folder = HomeFolder.At(parsed.GetValue(options.Home)!);
            await using var opened = Homes.TakeExisting(folder, id);
            await ResultsReader.RequireAsync(opened.Store, id);

            // Rows first: files without rows are found by gc, rows without files would name checkpoints that are gone.
            await opened.Store.DeleteSweepAsync(id);
            SweepFiles.Delete(folder.Root, id);
            Terminal.Say($"Deleted {id}.");
            return ExitCode.Ok;
        });
        return command;
    }
}
