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
    /// <summary>Multiply-accumulates of the test images, which follow the last epoch.</summary>
    public double EndMacs { get; init; }

    /// <summary>Predicted for the test images; not a number without a prediction.</summary>
    public double EndSeconds { get; init; } = double.NaN;

    /// <param name="trial">The number.</param>
    /// <param name="spec">Its own.</param>
    /// <param name="macsPerImage">Forward.</param>
    /// <param name="predictedSeconds">Of the whole trial, from its row: a later prediction would decide otherwise.</param>
    public static ScheduledTrial Of(int trial, TrialSpec spec, long macsPerImage, double? predictedSeconds)
    {
        var (epochs, seconds) = (spec.Parameters.Epochs, predictedSeconds ?? double.NaN);
        var epochMacs = TrainingCost.EpochMacs(macsPerImage, spec.Training);
        var allMacs = TrainingCost.TrialMacs(macsPerImage, spec.Training, epochs);
        var epochSeconds = seconds * (epochMacs / allMacs);
        return new(trial, epochs, epochMacs, epochSeconds)
        {
            EndMacs = allMacs - (epochs * epochMacs),
            EndSeconds = seconds - (epochs * epochSeconds),
        };
    }
}
