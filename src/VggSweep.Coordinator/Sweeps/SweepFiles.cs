namespace VggSweep.Coordinator.Sweeps;

/// <summary>The files of a sweep in a home or in the workers' shared folder: checkpoints, logs, the report.</summary>
public static class SweepFiles
{
    /// <param name="files">The folder that holds <c>sweeps</c>; null where it is out of reach.</param>
    /// <returns>False where it is out of reach.</returns>
    public static bool Delete(string? files, string sweep)
    {
        if (string.IsNullOrEmpty(files))
        {
            return false;
        }

        var folder = Path.Combine(files, "sweeps", sweep);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return true;
    }
    /// <summary>Deletes checkpoints that the rows no longer name; one that is gone already, or out of reach, is left to <c>vggsweep gc</c>.</summary>
    /// <param name="files">The folder that holds <c>sweeps</c>; null where it is out of reach.</param>
    internal static void DeleteCheckpoints(string? files, IReadOnlyList<string> paths)
    {
        foreach (var path in paths.Where(_ => !string.IsNullOrEmpty(files)))
        {
            try
            {
                File.Delete(Path.Combine(files!, path));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Only room is lost.
            }
        }
    }
}
