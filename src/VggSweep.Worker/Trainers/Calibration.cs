using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Worker.Trainers;

/// <summary>This machine's calibration in the user's cache.</summary>
public static class Calibration
{
    private static string Folder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "vggsweep");

    private static string FilePath => Path.Combine(Folder, "calibration.json");

    /// <summary>By what a calibration is known to be of this machine.</summary>
    public static string MachineName =>
        $"{File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()}, {Environment.ProcessorCount} cores, build {Core.Training.TrainerProtocol.Build}";

    /// <returns>Null before the first calibration of this machine and build.</returns>
    public static MachineCalibration? Find()
    {
        try
        {
            return MachineCalibration.Read(File.ReadAllText(FilePath), MachineName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static void Keep(MachineCalibration calibration)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(FilePath + $".{Environment.ProcessId}", calibration.Write());
        File.Move(FilePath + $".{Environment.ProcessId}", FilePath, overwrite: true);
    }
}
