namespace VggSweep.Core.Training;

/// <summary>Where the log of an attempt is, within the folder of the files; a trial's log is all of them, by their fences.</summary>
public static class TrialLogFile
{
    private const string Prefix = "log-";
    private const string Suffix = ".txt";

    public static string FolderOf(string sweep, int trial) => Path.Combine("sweeps", sweep, $"{trial}");

    public static string Of(string sweep, int trial, long fence) => Path.Combine(FolderOf(sweep, trial), $"{Prefix}{fence}{Suffix}");

    /// <returns>Null when the file is no log.</returns>
    public static long? FenceOf(string path) =>
        Path.GetFileName(path) is var name && name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
        && long.TryParse(name[Prefix.Length..^Suffix.Length], out var fence) ? fence : null;
}
