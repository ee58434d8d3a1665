using System.CommandLine;
using VggSweep.Cli.Results;
using VggSweep.Core.Api;
using VggSweep.ServiceDefaults;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep delete SWEEP</c>: its rows and its files.</summary>
internal static class DeleteCommand
{
    public static Command Create(SourceOptions options)
    {
        var (sweep, yes) = (CommonOptions.Sweep(), Confirmation.Yes());
        var command = new Command("delete", "Delete a sweep with its rows, checkpoints and report.") { sweep, yes };
        command.SetAction(async (parsed, cancellation) =>
        {
            var id = parsed.GetValue(sweep)!;
            if (options.FindServer(parsed) is { } server)
            {
                await using var coordinator = server;
                Confirmation.OfTerminal.Require($"Delete {id} at {server.Place}", parsed.GetValue(yes));
                TellOfServer(await server.Client.DeleteAsync(id, cancellation));
                return ExitCode.Ok;
            }

            var folder = HomeFolder.At(parsed.GetValue(options.Home)!);
            await using var opened = Homes.TakeExisting(folder, id);
            await ResultsReader.RequireAsync(opened.Store, id);
            Confirmation.OfTerminal.Require($"Delete {id} in {folder.Root}", parsed.GetValue(yes));

            // Rows first: files without rows are found by gc, rows without files would name checkpoints that are gone.
            await opened.Store.DeleteSweepAsync(id);
            var files = new SweepFiles(folder.Root);
            var cleanup = files.Delete(files.OfSweep(id));
            var deleted = $"Deleted {id}{(cleanup.Left.Count == 0 ? "" : ", except for what is listed above")}";
            return CleanupText.Tell(folder.Root, cleanup, $"{deleted}:", $"{deleted}.");
        });
        return command;
    }

    private static void TellOfServer(DeletedSweep deleted)
    {
        foreach (var left in deleted.Left)
        {
            Terminal.Say($"Left alone: {left}");
        }

        Terminal.Say(!deleted.WithFiles
            ? $"Deleted the rows of {deleted.Sweep}, but not its files, which the coordinator cannot reach: set its "
                + $"VggSweep__Files to the workers' shared folder, or delete sweeps/{deleted.Sweep} there."
            : $"Deleted {deleted.Sweep}{(deleted.Left.Count == 0 ? "." : ", except for what is listed above.")}");
    }
}
