using VggSweep.Core.Training;

namespace VggSweep.Trainer.Training;

/// <summary>At most two signs of life a second.</summary>
internal sealed class ProgressReport(Action<TrainerEvent> tell, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private long toldAt = time.GetTimestamp();
    private long imagesSince;
    private (int Epoch, int Step, int Steps, double TrainLoss) place;

    public void Trained(int epoch, int step, int steps, double trainLoss, int images)
    {
        place = (epoch, step, steps, trainLoss);
        Seen(images);
    }

    /// <summary>Images that were looked at but not trained on: training stands where it stood.</summary>
    public void Seen(int images)
    {
        imagesSince += images;
        var elapsed = time.GetElapsedTime(toldAt);
        if (elapsed >= Period)
        {
            tell(new TrainerEvent.Progress(place.Epoch, place.Step, place.Steps, place.TrainLoss, imagesSince / elapsed.TotalSeconds));
            (toldAt, imagesSince) = (time.GetTimestamp(), 0);
        }
    }
}
