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
    /// <param name="parameters">Its own.</param>
    /// <param name="macsPerImage">Forward.</param>
    /// <param name="training">The sweep's.</param>
    public static ScheduledTrial Of(int trial, TrialParameters parameters, long macsPerImage, TrainingSpec training) =>
        new(trial, parameters.Epochs, TrainingCost.EpochMacs(macsPerImage, training));
}
