using VggSweep.Core.Training;

namespace VggSweep.ServiceDefaults;

/// <summary>
/// Deletes files of sweeps. But for unfinished files of trainers and the scratch folders of workers, nothing else does. It deletes
/// only regular files that <see cref="SweepLayout"/> names, and folders of these that are empty afterwards. It follows no symbolic
/// link: below the root a link belongs to someone else, whatever its name.
/// </summary>
/// <param name="root">The home, or the folder that the workers share. May itself be a link, since a person named it.</param>
public sealed class SweepFiles(string root)
{
    internal const string Foreign = "not written by this program";

    /// <summary>All files of one sweep, to delete with its rows.</summary>
    public SweepCleanup OfSweep(string sweep)
    {
        var survey = new SweepSurvey(root, isNeeded: _ => false);
        survey.VisitSweep(sweep);
        return survey.Result;
    }

    /// <summary>Files that no row needs. Logs and reports of known sweeps stay.</summary>
    /// <param name="sweeps">The ids of all sweeps that have rows.</param>
    /// <param name="needed">Checkpoints and weights that rows name, relative to the root.</param>
    public SweepCleanup Unneeded(IReadOnlySet<string> sweeps, IReadOnlySet<string> needed)
    {
        var survey = new SweepSurvey(root, needed.Contains);
        survey.VisitAll(sweeps);
        return survey.Result;
    }

    /// <returns>What was really deleted; what could not be is among those left alone.</returns>
    public SweepCleanup Delete(SweepCleanup cleanup)
    {
        var outcomes = cleanup.Files.Select(file => (File: file, Left: Delete(file.Path))).ToList();
        foreach (var folder in cleanup.Folders)
        {
            RemoveIfEmpty(folder);
        }

        return cleanup with
        {
            Files = [.. outcomes.Where(outcome => outcome.Left is null).Select(outcome => outcome.File)],
            Left = [.. cleanup.Left, .. outcomes.Select(outcome => outcome.Left).OfType<LeftAlone>()],
        };
    }

    /// <summary>Deletes one file of a trial or a report.</summary>
    /// <param name="path">Relative to the root.</param>
    /// <returns>Null when the file is gone.</returns>
    public LeftAlone? Delete(string path)
    {
        if (!SweepLayout.Contains(path))
        {
            return new LeftAlone(path, Foreign);
        }

        if (FirstLink(path) is { } link)
        {
            return link;
        }

        if (Directory.Exists(Path.Combine(root, path)))
        {
            return new LeftAlone(path, Foreign);
        }

        try
        {
            File.Delete(Path.Combine(root, path));
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null; // Its sweep was deleted.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LeftAlone(path, $"cannot be deleted: {exception.Message.TrimEnd('.')}", IsOurs: true);
        }
    }

    /// <summary>The reason to leave an entry alone when it is a symbolic link.</summary>
    internal static string? LinkReason(FileSystemInfo entry) => entry.LinkTarget is { } target ? $"a link to {target}" : null;

    private void RemoveIfEmpty(string path)
    {
        if (FirstLink(path) is not null)
        {
            return;
        }

        try
        {
            Directory.Delete(Path.Combine(root, path), recursive: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whatever is left in it is listed.
        }
    }

    /// <summary>The first link on the way from the root to a file.</summary>
    private LeftAlone? FirstLink(string path)
    {
        var at = "";
        foreach (var part in path.Split(Path.DirectorySeparatorChar))
        {
            at = Path.Combine(at, part);
            if (LinkReason(new FileInfo(Path.Combine(root, at))) is { } link)
            {
                return new LeftAlone(at, link);
            }
        }

        return null;
    }
}
