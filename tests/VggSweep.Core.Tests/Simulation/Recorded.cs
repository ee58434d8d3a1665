using VggSweep.Core.Simulation;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Simulation;

/// <summary>Recorded trials whose accuracy is given for each epoch.</summary>
internal static class Recorded
{
    public static RecordedTrial Trial(TrialParameters parameters, params double[] accuracies) => new(
        parameters with { Epochs = accuracies.Length }, new TrainingSpec { Images = 1_000, ValidationImages = 500 }, 1, 1,
        [.. accuracies.Select((accuracy, index) => new EpochRecord(index + 1, 1, accuracy, 1 - accuracy, accuracy, 0.5))]);

    /// <summary>Three epochs of widths 4, 8 and 16 with two seeds each: the wider the better, the second seed worse by 0.01.</summary>
    public static RecordedCurves Widths() => new(
        from width in (int[])[4, 8, 16]
        from seed in (long[])[0, 1]
        let last = Math.Round(0.7 + (width / 100.0) - (seed / 100.0), 2)
        select Trial(new TrialParameters { Width = width, Resolution = 32, Seed = seed }, last / 2, last * 0.8, last));
}
