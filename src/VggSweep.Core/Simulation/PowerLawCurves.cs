using VggSweep.Core.Search.Encoding;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Simulation;

/// <summary>
/// Parametric curves where nothing was recorded. The error falls with the epochs as a power law from that of guessing,
/// error(e) = limit + (0.9 − limit) · (1 + e)^−1.2, and its limit falls with the cost of the network:
/// limit = 0.04 + 0.16 · (MACs / 10⁶)^−0.3 + Σ 0.08 · (x − x*)² over the searched parameters, each on its own range from
/// 0 to 1, with its best place x* drawn by the seed. A trial's limit has normal noise of 0.004, each epoch's error another
/// 0.002. The loss is −ln(accuracy). The constants are of the size that small networks showed on Fashion-MNIST.
/// </summary>
public sealed class PowerLawCurves : ICurves
{
    private const double Guessing = 0.9;
    private const double Floor = 0.04;
    private const double CostFactor = 0.16;
    private const double CostExponent = -0.3;
    private const double EpochExponent = -1.2;
    private const double Bowl = 0.08;
    private const double TrialNoise = 0.004;
    private const double EpochNoise = 0.002;
    private const double LeastError = 0.01;

    private readonly long seed;
    private readonly UnitCube cube;
    private readonly double[] best;

    public PowerLawCurves(SweepSpec spec, long seed)
    {
        (this.seed, cube) = (seed, new UnitCube(spec, seedsAreReplicates: true));
        best = [.. cube.Axes.Select((_, axis) => SeededRandom.For(seed, "power law best", axis).NextDouble())];
    }

    public EpochRecord Epoch(PlannedTrial trial, int epoch)
    {
        var noise = (TrialNoise * Normal("power law trial", trial.Trial))
            + (EpochNoise * Normal("power law epoch", ((long)trial.Trial << 20) + epoch));
        return Record(epoch, Error(trial, epoch) + noise);
    }

    public double Truth(PlannedTrial trial, Objective objective) =>
        objective.ValueOf(Record(trial.Parameters.Epochs, Error(trial, trial.Parameters.Epochs)));

    private double Error(PlannedTrial trial, int epoch)
    {
        var point = cube.Encode(trial.Parameters) ?? best;
        var limit = Floor + (CostFactor * Math.Pow(trial.Cost.Macs / 1e6, CostExponent))
            + point.Zip(best, (place, ideal) => Bowl * (place - ideal) * (place - ideal)).Sum();
        limit = Math.Min(limit, Guessing);
        return limit + ((Guessing - limit) * Math.Pow(1 + epoch, EpochExponent));
    }

    private static EpochRecord Record(int epoch, double error)
    {
        var accuracy = 1 - Math.Clamp(error, LeastError, Guessing);
        return new EpochRecord(epoch, -Math.Log(accuracy), accuracy, -Math.Log(accuracy), accuracy, 0);
    }

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    private double Normal(string purpose, long index)
    {
        var random = SeededRandom.For(seed, purpose, index);
        return Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
