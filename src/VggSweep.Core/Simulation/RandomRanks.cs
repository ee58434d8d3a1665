using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Simulation;

/// <summary>
/// Results that nobody can know yet: every trial has one that is drawn by its number and stays the same in all epochs.
/// </summary>
internal sealed class RandomRanks(long seed) : ICurves
{
    public EpochRecord Epoch(PlannedTrial trial, int epoch)
    {
        var result = SeededRandom.For(seed, "plan", trial.Trial).NextDouble();
        return new EpochRecord(epoch, 0, 0, 1 - result, result, 0);
    }

    public double Truth(PlannedTrial trial, Objective objective) =>
        objective.ValueOf(Epoch(trial, trial.Parameters.Epochs));
}
