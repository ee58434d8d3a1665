namespace VggSweep.Trainer.Training;

/// <summary>What an epoch, or a pass over held-out images, has summed up so far.</summary>
internal sealed record RunningSums(double Loss, long Correct, long Images)
{
    public static readonly RunningSums None = new(0, 0, 0);

    public double MeanLoss => Loss / Images;

    public double Accuracy => (double)Correct / Images;

    public RunningSums Add(double meanLoss, long correct, long images) =>
        new(Loss + (meanLoss * images), Correct + correct, Images + images);
}
