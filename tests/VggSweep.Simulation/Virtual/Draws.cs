using VggSweep.Core;

namespace VggSweep.Simulation.Virtual;

/// <summary>Everything that a history draws by chance.</summary>
internal sealed class Draws(long seed)
{
    private readonly SeededRandom random = SeededRandom.For(seed, "history");

    public bool Chance(double probability) => probability > 0 && random.NextDouble() < probability;

    public int Between(int low, int high) => low + random.Next(high - low + 1);

    public T Of<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>Uniform in the logarithm: short ones are frequent, long ones occur.</summary>
    public TimeSpan Time(double lowSeconds, double highSeconds) =>
        TimeSpan.FromSeconds(lowSeconds * Math.Pow(highSeconds / lowSeconds, random.NextDouble()));
}
