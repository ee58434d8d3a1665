using VggSweep.Core.Networks;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>
/// Predicts wall time from this machine's history: the rate of a network is the median rate of the three measured
/// networks whose cost is nearest by ratio. Without history the machine's calibration tells, by the kinds of layers, and
/// without one the rate is a guess.
/// </summary>
public sealed class SecondsModel(IReadOnlyCollection<ThroughputSample> history, MachineCalibration? calibration = null)
{
    /// <summary>
    /// MACs a second of one core of an AMD server in fp32: six trials of VGG-11 with widths 8 and 16, 5.2e12 MACs with
    /// their tests, took two of them 104 s.
    /// </summary>
    private const double GuessedRate = 25e9;

    private const int Neighbours = 3;

    private readonly Dictionary<long, double> rates = [];

    /// <summary>Whether nothing was ever measured here.</summary>
    public bool IsGuess => history.Count == 0 && calibration is null;

    /// <summary>Seconds on one slot for so many MACs of a trial's training.</summary>
    public double Predict(NetworkShape shape, TrialParameters trial, double macs) => history.Count == 0 && calibration is not null
        ? macs / TrainingCost.StepMacs(shape.Macs, trial.BatchSize)
            * calibration.RatesOf(trial.Precision).StepSeconds(shape, trial.BatchSize)
        : Predict(shape.Macs, macs);

    /// <summary>Seconds on one slot for so many MACs of a network.</summary>
    public double Predict(long macsPerImage, double macs)
    {
        if (!rates.TryGetValue(macsPerImage, out var rate))
        {
            rates[macsPerImage] = rate = history.Count == 0 ? GuessedRate : RateNear(macsPerImage);
        }

        return macs / rate;
    }

    private double RateNear(long macsPerImage)
    {
        var nearest = history
            .OrderBy(sample => Math.Abs(Math.Log((double)sample.MacsPerImage / macsPerImage)))
            .Take(Neighbours)
            .Select(sample => sample.Macs / sample.Seconds)
            .Order()
            .ToList();
        return nearest[nearest.Count / 2];
    }
}
