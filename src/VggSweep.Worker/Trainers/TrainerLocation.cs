using VggSweep.Core.Training;

namespace VggSweep.Worker.Trainers;

/// <summary>Where the trainer's program is: named by the environment, beside this program, or in the build's own folder.</summary>
public static class TrainerLocation
{
    private const string Program = "VggSweep.Trainer.dll";

    /// <returns>The path, or null with the places that were looked at.</returns>
    public static (string? Path, IReadOnlyList<string> Looked) Find()
    {
        if (Environment.GetEnvironmentVariable(TrainerProtocol.TrainerVariable) is { Length: > 0 } named)
        {
            return (File.Exists(named) ? named : null, [$"{named} (from {TrainerProtocol.TrainerVariable})"]);
        }

        var here = AppContext.BaseDirectory;
        var configuration = new DirectoryInfo(here).Name;
        string[] places =
        [
            Path.Combine(here, "trainer", Program),
            Path.GetFullPath(Path.Combine(here, "..", "..", "VggSweep.Trainer", configuration, Program)),
        ];
        return (places.FirstOrDefault(File.Exists), places);
    }
}
