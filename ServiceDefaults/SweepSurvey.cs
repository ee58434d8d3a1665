using VggSweep.Core.Training;

namespace VggSweep.ServiceDefaults;

/// <summary>
/// Sorts what lies below <c>sweeps</c> into files to delete and entries to leave alone. Looks into no link and no
/// foreign folder.
/// </summary>
/// <param name="root">The folder that holds <c>sweeps</c>.</param>
/// <param name="isNeeded">Whether a row names a file, by its path relative to the root.</param>
internal sealed class SweepSurvey(string root, Func<string, bool> isNeeded)
{
    private readonly List<SweepFile> files = [];
    private readonly List<string> folders = [];
    private readonly List<LeftAlone> left = [];

    public SweepCleanup Result => new(files, folders, left);

    public void VisitAll(IReadOnlySet<string> known)
    {
        foreach (var (path, entry) in EntriesOfSweeps())
        {
            if (entry is DirectoryInfo && SweepLayout.IsSweep(entry.Name))
            {
                VisitSweep(path, known.Contains(entry.Name));
            }
            else
            {
                Leave(path);
            }
        }
    }

    /// <summary>Everything of a sweep without rows.</summary>
    public void VisitSweep(string sweep)
    {
        foreach (var (path, entry) in SweepLayout.IsSweep(sweep) ? EntriesOfSweeps(sweep) : [])
        {
            if (entry is DirectoryInfo)
            {
                VisitSweep(path, isKnown: false);
            }
            else
            {
                Leave(path);
            }
        }
    }

    private void VisitSweep(string path, bool isKnown)
    {
        foreach (var (inner, entry) in Entries(path))
        {
            if (entry is DirectoryInfo && SweepLayout.IsTrial(entry.Name))
            {
                VisitFiles(
                    inner, SweepLayout.IsOfTrial,
                    file => SweepLayout.IsTensors(Path.GetFileName(file)) ? isNeeded(file) : isKnown, isKnown);
            }
            else if (entry is DirectoryInfo && entry.Name == SweepLayout.Report)
            {
                VisitFiles(inner, name => name == SweepLayout.ReportPage, _ => isKnown, isKnown);
            }
            else
            {
                Leave(inner);
            }
        }

        if (!isKnown)
        {
            folders.Add(path);
        }
    }

    private void VisitFiles(string path, Func<string, bool> isOurs, Func<string, bool> isKept, bool isKnown)
    {
        foreach (var (inner, entry) in Entries(path))
        {
            if (entry is not FileInfo file || !isOurs(file.Name))
            {
                Leave(inner);
            }
            else if (!isKept(inner))
            {
                files.Add(new SweepFile(inner, file.Length));
            }
        }

        if (!isKnown)
        {
            folders.Add(path);
        }
    }

    /// <param name="sweep">Only this one's folder. Default: all.</param>
    private List<(string Path, FileSystemInfo Entry)> EntriesOfSweeps(string sweep = "*")
    {
        var folder = new DirectoryInfo(Path.Combine(root, SweepLayout.Sweeps));
        if (SweepFiles.LinkReason(folder) is { } link)
        {
            left.Add(new LeftAlone(SweepLayout.Sweeps, link));
            return [];
        }

        return folder.Exists ? Entries(SweepLayout.Sweeps, sweep) : [];
    }

    private List<(string Path, FileSystemInfo Entry)> Entries(string path, string pattern = "*")
    {
        var entries = new List<(string, FileSystemInfo)>();
        try
        {
            foreach (var entry in new DirectoryInfo(Path.Combine(root, path)).EnumerateFileSystemInfos(pattern)
                .OrderBy(entry => entry.Name, StringComparer.Ordinal))
            {
                var inner = Path.Combine(path, entry.Name);
                if (SweepFiles.LinkReason(entry) is { } link)
                {
                    left.Add(new LeftAlone(inner, link));
                }
                else
                {
                    entries.Add((inner, entry));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            left.Add(new LeftAlone(path, $"cannot be read: {exception.Message.TrimEnd('.')}", IsOurs: true));
        }

        return entries;
    }

    private void Leave(string path) => left.Add(new LeftAlone(path, SweepFiles.Foreign));
}
