using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Worker.Trainers;

/// <summary>This machine's calibration: in the user's cache, or in a home that has one of its own.</summary>
public static class Calibration
{
    private const string FileName = "calibration.json";

    private static string Cache => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "vggsweep");

    /// <summary>Identifies the machine and the build that a calibration holds for.</summary>
    public static string MachineName =>
        $"{ModelName()}, {Environment.ProcessorCount} cores, build {Core.Training.TrainerProtocol.Build}";

    /// <param name="home">Whose calibration comes first; null for the user's alone.</param>
    /// <returns>Null before the first calibration of this machine and build.</returns>
    public static MachineCalibration? Find(string? home = null) => (home is null ? null : Read(home)) ?? Read(Cache);

    /// <param name="home">Null for the user's cache.</param>
    /// <returns>The file.</returns>
    public static string Keep(MachineCalibration calibration, string? home)
    {
        var folder = home ?? Cache;
        var file = Path.Combine(folder, FileName);
        var unfinished = $"{file}.{Environment.ProcessId}";
        Directory.CreateDirectory(folder);
        File.WriteAllText(unfinished, calibration.Write());
        File.Move(unfinished, file, overwrite: true);
        return file;
    }

    private static MachineCalibration? Read(string folder)
    {
        try
        {
            return MachineCalibration.Read(File.ReadAllText(Path.Combine(folder, FileName)), MachineName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? ModelName() => File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
}
