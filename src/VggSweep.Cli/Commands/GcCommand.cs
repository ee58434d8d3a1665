using System.CommandLine;
using VggSweep.ServiceDefaults;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep gc</c>: deletes what a kill between a file and its row left behind.</summary>
internal static class GcCommand
{
    public static Command Create(SourceOptions options)
    {
        var yes = Confirmation.Yes();
        var dryRun = new Option<bool>("--dry-run") { Description = "List the files and delete none." };
        var command = new Command("gc", "Deletes checkpoints, weights and logs that no sweep needs. Leaves links and files of others alone, and lists them.") { dryRun, yes };
        command.SetAction(async (parsed, _) =>
        {
            var folder = HomeFolder.At(options.RequireHome(parsed));
            await using var opened = Homes.TakeExisting(folder, "gc");
            var needed = (await opened.Store.FilesAsync()).Select(path => Path.GetRelativePath(folder.Root, Path.GetFullPath(path, folder.Root))).ToHashSet();
            var sweeps = (await opened.Store.ListSweepsAsync()).Select(row => row.Id).ToHashSet();
            var files = new SweepFiles(folder.Root);
            var unneeded = files.Unneeded(sweeps, needed);
            if (!parsed.GetValue(dryRun))
            {
                Confirmation.OfTerminal.Require($"Delete what no sweep needs in {folder.Root}", parsed.GetValue(yes));
                return CleanupText.Tell(folder.Root, files.Delete(unneeded), "Deleted");
            }

            foreach (var file in unneeded.Files)
            {
                Console.Out.WriteLine(Path.Combine(folder.Root, file.Path));
            }

            return CleanupText.Tell(folder.Root, unneeded, "Would delete");
        });
        return command;
    }
}
