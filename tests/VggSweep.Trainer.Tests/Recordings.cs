namespace VggSweep.Trainer.Tests;

/// <summary>What the scripts in bench/peers have recorded.</summary>
internal static class Recordings
{
    public static FileStream Open(string name) => File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Recorded", name));
}
