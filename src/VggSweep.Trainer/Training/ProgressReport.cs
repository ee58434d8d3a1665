using System.Diagnostics;
using VggSweep.Core.Training;

namespace VggSweep.Trainer.Training;

/// <summary>At most two signs of life a second.</summary>
internal sealed class ProgressReport(Action<TrainerEvent> tell)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private long toldAt = Stopwatch.GetTimestamp();
    private long imagesSince;

    public void Add(int epoch, int step, int steps, double trainLoss, int images)
    {
        imagesSince += images;
        var elapsed = Stopwatch.GetElapsedTime(toldAt);
        if (elapsed >= Period)
        {
            tell(new TrainerEvent.Progress(epoch, step, steps, trainLoss, imagesSince / elapsed.TotalSeconds));
            (toldAt, imagesSince) = (Stopwatch.GetTimestamp(), 0);
        }
    }
}
