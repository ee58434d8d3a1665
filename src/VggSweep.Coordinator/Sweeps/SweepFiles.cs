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
}
