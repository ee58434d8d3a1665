using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Scheduling;

/// <summary>What a scheduler knows of a trial beside its results.</summary>
/// <param name="Trial">From 1.</param>
/// <param name="Epochs">After which it is complete.</param>
/// <param name="EpochMacs">Multiply-accumulates of one epoch, see <see cref="TrainingCost"/>.</param>
/// <param name="EpochSeconds">As predicted when the trial was proposed; not a number without a prediction.</param>
public sealed record ScheduledTrial(int Trial, int Epochs, double EpochMacs, double EpochSeconds = double.NaN)
{
    /// <param name="trial">The number.</param>
    /// <param name="spec">Its own.</param>
    /// <param name="macsPerImage">Forward.</param>
    /// <param name="predictedSeconds">Of the whole trial, from its row: a later prediction would decide otherwise.</param>
    public static ScheduledTrial Of(int trial, TrialSpec spec, long macsPerImage, double? predictedSeconds)
    {
        var epochMacs = TrainingCost.EpochMacs(macsPerImage, spec.Training);
        var share = epochMacs / TrainingCost.TrialMacs(macsPerImage, spec.Training, spec.Parameters.Epochs);
        return new(trial, spec.Parameters.Epochs, epochMacs, (predictedSeconds ?? double.NaN) * share);
    }
}
