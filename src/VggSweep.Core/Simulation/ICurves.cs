using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Simulation;

/// <summary>What training would record: learning curves that stand for it. Pure, as all of Core.</summary>
public interface ICurves
{
    /// <summary>The record of a trial's epoch, from 1.</summary>
    EpochRecord Epoch(PlannedTrial trial, int epoch);

    /// <summary>
    /// What the trial's configuration reaches after its last epoch, noise and seeds averaged out; the greater the better.
    /// </summary>
    double Truth(PlannedTrial trial, Objective objective);
}
