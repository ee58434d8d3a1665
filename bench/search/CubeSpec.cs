using VggSweep.Core.Sweeps;

namespace VggSweep.SearchBench;

/// <summary>A sweep whose parameters stand for the axes of a unit cube: four real ranges and two fine whole ones.</summary>
internal static class CubeSpec
{
    private const long Levels = 10_001;

    private static readonly (ParameterSpace Space, Func<TrialParameters, double> Place)[] Axes =
    [
        (new ParameterSpace.Range("lr", 1, 2, Logarithmic: false), trial => trial.Lr - 1),
        (new ParameterSpace.Range("momentum", 0, 0.9, Logarithmic: false), trial => trial.Momentum / 0.9),
        (new ParameterSpace.Range("dropout", 0, 0.9, Logarithmic: false), trial => trial.Dropout / 0.9),
        (new ParameterSpace.Range("weightDecay", 0, 1, Logarithmic: false), trial => trial.WeightDecay),
        (new ParameterSpace.Integers("batchSize", 1, Levels), trial => (trial.BatchSize - 1.0) / (Levels - 1)),
        (new ParameterSpace.Integers("dense", 1, Levels), trial => (trial.Dense - 1.0) / (Levels - 1)),
    ];

    public static SweepSpec Of(int dimensions, long seed, int trials) => new()
    {
        Name = "bench",
        Base = new TrialParameters(),
        Parameters = [.. Axes.Take(dimensions).Select(axis => axis.Space)],
        Search = new SearchSpec { MaxTrials = trials, Seed = seed },
    };

    public static double[] Point(TrialParameters trial, int dimensions) => [.. Axes.Take(dimensions).Select(axis => axis.Place(trial))];
}
