using Microsoft.Extensions.Time.Testing;
using VggSweep.Core.Training;
using VggSweep.Trainer.Training;

namespace VggSweep.Trainer.Tests;

public sealed class ProgressReportRules
{
    private readonly FakeTimeProvider time = new();
    private readonly List<TrainerEvent> told = [];

    [Fact]
    public void It_reports_at_most_twice_a_second_and_counts_all_images_in_between()
    {
        var report = new ProgressReport(told.Add, time);
        Train(report, step: 1, milliseconds: 300);
        Assert.Empty(told);
        Train(report, step: 2, milliseconds: 300);
        Train(report, step: 3, milliseconds: 499);
        Assert.Equal([new TrainerEvent.Progress(1, 2, 9, 0.5, 20 / 0.6)], told);
        Train(report, step: 4, milliseconds: 1);
        Assert.Equal(new TrainerEvent.Progress(1, 4, 9, 0.5, 20 / 0.5), told[^1]);
    }

    [Fact]
    public void Validation_stands_where_training_stood()
    {
        var report = new ProgressReport(told.Add, time);
        Train(report, step: 9, milliseconds: 0);
        time.Advance(TimeSpan.FromSeconds(2));
        report.Seen(90);
        Assert.Equal([new TrainerEvent.Progress(1, 9, 9, 0.5, 100 / 2.0)], told);
    }

    private void Train(ProgressReport report, int step, int milliseconds)
    {
        time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        report.Trained(epoch: 1, step, steps: 9, trainLoss: 0.5, images: 10);
    }
}
