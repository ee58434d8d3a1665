using System.CommandLine;
using VggSweep.Cli.Results;
using VggSweep.Core.Training;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep gc</c>: deletes files that no row names: what a kill between a file and its row left behind.</summary>
internal static class GcCommand
{
    public static Command Create(SourceOptions options)
    {
        var yes = Confirmation.Yes();
        var command = new Command("gc", "Deletes checkpoint files that no row names.") { yes };
        command.SetAction(async (parsed, _) =>
        {
            var folder = HomeFolder.At(options.RequireHome(parsed));
            await using var opened = Homes.TakeExisting(folder, "gc");
            Confirmation.OfTerminal.Require($"Delete what no row names in {folder.Root}", parsed.GetValue(yes));
            var named = (await opened.Store.FilesAsync()).Select(path => Path.GetFullPath(path, folder.Root)).ToHashSet();
            var sweeps = (await opened.Store.ListSweepsAsync()).Select(row => row.Id).ToHashSet();
            var (files, bytes) = (0, 0L);
            foreach (var file in Unnamed(folder, named, sweeps))
            {
                (files, bytes) = (files + 1, bytes + file.Length);
                file.Delete();
            }

            foreach (var orphan in Folders(folder).Where(path => !sweeps.Contains(Path.GetFileName(path))))
            {
                Directory.Delete(orphan, recursive: true);
            }

            Terminal.Say($"Deleted {Words.Count(files, "file")}, {ResultTables.Engineering(bytes)}B.");
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Everything of a deleted sweep, and within a trial's folder what no row names. Reports and logs stay.</summary>
    private static List<FileInfo> Unnamed(HomeFolder folder, HashSet<string> named, HashSet<string> sweeps) =>
    [
        .. Folders(folder)
            .SelectMany(sweep => Directory.EnumerateFiles(sweep, "*", SearchOption.AllDirectories)
                .Where(file => !sweeps.Contains(Path.GetFileName(sweep)) || (IsOfTrial(sweep, file) && !named.Contains(file) && TrialLogFile.FenceOf(file) is null)))
            .Select(file => new FileInfo(file)),
    ];

    private static IEnumerable<string> Folders(HomeFolder folder) =>
        Directory.Exists(folder.Sweeps) ? Directory.EnumerateDirectories(folder.Sweeps) : [];

    private static bool IsOfTrial(string sweep, string file) =>
        int.TryParse(Path.GetRelativePath(sweep, file).Split(Path.DirectorySeparatorChar)[0], out _);
}
