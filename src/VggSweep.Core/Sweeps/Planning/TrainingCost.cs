namespace VggSweep.Core.Sweeps.Planning;

/// <summary>Multiply-accumulates of training, from those of one image forward.</summary>
public static class TrainingCost
{
    /// <summary>Forward, the gradient of the layer's input and the gradient of its weights are one product each, of equal size.</summary>
    private const double TrainingFactor = 3;

    /// <summary>One epoch: every training image forward and backward, every validation image forward.</summary>
    public static double EpochMacs(long macsPerImage, TrainingSpec training) =>
        macsPerImage * ((TrainingFactor * training.CountTrainingImages()) + training.CountValidationImages());

    /// <summary>One step of so many images.</summary>
    public static double StepMacs(long macsPerImage, int images) => TrainingFactor * macsPerImage * images;

    /// <summary>A whole trial of so many epochs, with the test images forward once.</summary>
    public static double TrialMacs(long macsPerImage, TrainingSpec training, int epochs) =>
        (epochs * EpochMacs(macsPerImage, training)) + ((double)macsPerImage * TrainingSpec.TestImages);

    /// <summary>What a trial has taken after so many epochs; only a complete one sees the test images.</summary>
    public static double Spent(PlannedTrial trial, TrainingSpec training, int epochs) =>
        epochs == trial.Parameters.Epochs ? trial.Cost.TrainingMacs : epochs * EpochMacs(trial.Cost.Macs, training);
}
