using System.Diagnostics;
using System.Globalization;
using VggSweep.Core;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Scheduling.Asha;
using VggSweep.Core.Scheduling.Hyperband;
using VggSweep.Core.Scheduling.MedianStopping;
using VggSweep.Core.Scheduling.Pasha;
using VggSweep.Core.Scheduling.TopK;
using VggSweep.Core.Trials;

namespace VggSweep.SearchBench;

/// <summary>Time of a scheduler's answer to an epoch, when it knows 100,000 trials.</summary>
internal static class SchedulerTiming
{
    private const int Trials = 100_000;
    private const int Timed = 2_000;
    private const int Epochs = 3;

    public static IReadOnlyList<(string Name, SchedulerSpec Spec)> Cases { get; } =
    [
        ("asha", new AshaSpec()), ("asha stopping", new AshaSpec { Form = AshaForm.Stopping }), ("pasha", new PashaSpec()),
        ("hyperband", new HyperbandSpec()), ("topK", new TopKSpec()), ("median", new MedianSpec()),
    ];

    public static string Run(string name, SchedulerSpec spec)
    {
        var scheduler = spec.Create(CubeSpec.Of(1, seed: 1, Trials) with { Scheduler = spec });
        var random = SeededRandom.For(1, "scheduler timing");
        var times = new List<double>();
        for (var trial = 1; trial <= Trials; trial++)
        {
            for (var epoch = 1; epoch <= Epochs && scheduler.Standing(trial).Verdict is Verdict.Continue; epoch++)
            {
                var elapsed = Step(trial, epoch);
                if (trial > Trials - Timed)
                {
                    times.Add(elapsed.TotalMilliseconds);
                }
            }
        }

        times.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}, {Trials:N0} trials: mean {times.Average():0.0000} ms, median {times[times.Count / 2]:0.0000}, "
            + $"greatest {times[^1]:0.00}");

        TimeSpan Step(int trial, int epoch)
        {
            var accuracy = random.NextDouble();
            var record = new EpochRecord(epoch, 1, 0, 1 - accuracy, accuracy, 1);
            var before = Stopwatch.GetTimestamp();
            scheduler.Report(new ScheduledTrial(trial, Epochs, 1, 1), record);
            return Stopwatch.GetElapsedTime(before);
        }
    }
}
