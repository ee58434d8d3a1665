using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Scheduling;

/// <summary>What a scheduler knows of a trial beside its results.</summary>
/// <param name="Trial">From 1.</param>
/// <param name="Epochs">After which it is complete.</param>
/// <param name="EpochMacs">Multiply-accumulates of one epoch, see <see cref="TrainingCost"/>.</param>
public sealed record ScheduledTrial(int Trial, int Epochs, double EpochMacs)
{
    /// <param name="trial">The number.</param>
    /// <param name="spec">Its own.</param>
    /// <param name="macsPerImage">Forward.</param>
    public static ScheduledTrial Of(int trial, TrialSpec spec, long macsPerImage) =>
        new(trial, spec.Parameters.Epochs, TrainingCost.EpochMacs(macsPerImage, spec.Training));
}
