using System.CommandLine;
using VggSweep.Cli.Results;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep delete SWEEP</c>: its rows and its files.</summary>
internal static class DeleteCommand
{
    public static Command Create(Option<string> home)
    {
        var sweep = CommonOptions.Sweep();
        var command = new Command("delete", "Deletes a sweep with its rows, checkpoints and report.") { sweep };
        command.SetAction(async (parsed, _) =>
        {
            var (folder, id) = (HomeFolder.At(parsed.GetValue(home)!), parsed.GetValue(sweep)!);
            await using var opened = Homes.TakeExisting(folder, id);
            await ResultsReader.RequireAsync(opened.Store, id);

            // Rows first: files without rows are found by gc, rows without files would name checkpoints that are gone.
            await opened.Store.DeleteSweepAsync(id);
            if (Directory.Exists(folder.SweepFolder(id)))
            {
                Directory.Delete(folder.SweepFolder(id), recursive: true);
            }

            Terminal.Say($"Deleted {id}.");
            return ExitCode.Ok;
        });
        return command;
    }
}
