namespace VggSweep.Coordinator.Sweeps;

/// <summary>Checkpoints of trials that end while no worker holds them.</summary>
internal static class CheckpointFiles
{
    /// <summary>Deletes what the rows no longer name; a file that is gone already, or out of reach, is left to <c>vggsweep gc</c>.</summary>
    /// <param name="folder">The workers' shared folder; null where it is out of reach.</param>
    public static void Delete(string? folder, IReadOnlyList<string> paths)
    {
        foreach (var path in paths.Where(_ => folder is not null))
        {
            try
            {
                File.Delete(Path.Combine(folder!, path));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Only room is lost.
            }
        }
    }
}
