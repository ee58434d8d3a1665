namespace VggSweep.Worker.Slots;

/// <summary>The files of trials on this machine.</summary>
internal static class TrialFiles
{
    public static string Folder(string trialsFolder, string sweep, int trial) => Path.Combine(trialsFolder, sweep, $"{trial}");

    /// <summary>Deletes what the rows no longer name; a file that is gone already is as good.</summary>
    public static void Delete(IReadOnlyList<string>? paths)
    {
        foreach (var path in paths ?? [])
        {
            File.Delete(path);
        }
    }
}
