using System.CommandLine;
using VggSweep.ServiceDefaults;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep gc</c>: deletes what a kill between a file and its row left behind.</summary>
internal static class GcCommand
{
    public static Command Create(SourceOptions options)
    {
        var (yes, json) = (Confirmation.Yes(), CommonOptions.Json());
        var dryRun = new Option<bool>("--dry-run") { Description = "List the files without deleting them." };
        var command = new Command(
            "gc",
            "Delete checkpoints, weights and logs that no sweep needs; list links and foreign files, and leave them "
            + "alone.") { dryRun, yes, json };
        command.SetAction(async (parsed, _) =>
        {
            var folder = HomeFolder.At(options.RequireHome(parsed));
            await using var opened = Homes.TakeExisting(folder, "gc");
            var needed = (await opened.Store.FilesAsync()).Select(
                path => Path.GetRelativePath(folder.Root, Path.GetFullPath(path, folder.Root))).ToHashSet();
            var sweeps = (await opened.Store.ListSweepsAsync()).Select(row => row.Id).ToHashSet();
            var files = new SweepFiles(folder.Root);
            var cleanup = files.Unneeded(sweeps, needed);
            var isDry = parsed.GetValue(dryRun);
            if (!isDry)
            {
                Confirmation.OfTerminal.Require($"Delete the files that no sweep needs in {folder.Root}", parsed.GetValue(yes));
                cleanup = files.Delete(cleanup);
            }

            if (parsed.GetValue(json))
            {
                return CleanupText.WriteJson(folder.Root, cleanup, isDeleted: !isDry);
            }

            foreach (var file in isDry ? cleanup.Files : [])
            {
                Console.Out.WriteLine(Path.Combine(folder.Root, file.Path));
            }

            return CleanupText.Tell(folder.Root, cleanup, isDry ? "Would delete" : "Deleted", "Nothing to delete.");
        });
        return command;
    }
}
