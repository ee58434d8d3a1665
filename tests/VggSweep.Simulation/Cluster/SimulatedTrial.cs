using VggSweep.Core;
using VggSweep.Core.Trials;

namespace VggSweep.Simulation.Cluster;

/// <summary>What a trial does wherever it is trained.</summary>
/// <param name="Name">As <c>sweep/trial</c>.</param>
/// <param name="DivergesAt">The epoch; 0 for never.</param>
internal sealed record SimulatedTrial(string Name, int Epochs, TimeSpan StepTime, int DivergesAt)
{
    public const int StepsOfEpoch = 2;

    /// <summary>Other arithmetic gives other last bits.</summary>
    public EpochRecord Epoch(int epoch, string instructionSet)
    {
        var random = SeededRandom.For(epoch, $"{Name} {instructionSet}");
        return new EpochRecord(epoch, random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble(), 1);
    }
}
