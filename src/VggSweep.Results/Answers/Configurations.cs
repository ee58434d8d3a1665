using VggSweep.Core;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Results.Answers;

/// <summary>The configurations of a sweep, run or not, with what they cost by the sweep's own throughput.</summary>
internal sealed class Configurations
{
    /// <summary>A space with more, or without a number, is sampled.</summary>
    private const int MostListed = 10_000;

    private const int Sampled = 1_000;
    private const int MostSamples = 200;

    private readonly SweepSpec spec;
    private readonly TrialPlanner planner;

    public Configurations(SweepResults results)
    {
        spec = results.Spec;
        planner = new TrialPlanner(spec, new PlanConditions(1, SlotBytes: null, Throughput(results)));
    }

    public TrialCost CostOf(TrialParameters trial) => planner.Plan(1, trial).Cost;

    /// <summary>Each once, without seeds; a seeded sample of a space that is too large to list.</summary>
    public IEnumerable<TrialParameters> All()
    {
        var space = new ConfigurationSpace(WithoutSeeds());
        var all = space.Count is <= MostListed and var count
            ? Enumerable.Range(0, (int)count).Select(number => space.At(number))
            : Drawn(space);
        return all.Where(space.Allows).DistinctBy(Cell.KeyOf);
    }

    private static IEnumerable<TrialParameters> Drawn(ConfigurationSpace space)
    {
        var random = SeededRandom.For(0, "configurations");
        return Enumerable.Range(0, Sampled).Select(_ => space.Draw(random));
    }

    /// <summary>A condition on the seed needs it in the space.</summary>
    private SweepSpec WithoutSeeds() =>
        spec.Parameters.Any(space => space.When.Any(condition => condition.Key == SweptNumbers.Seed)) ? spec
        : spec with { Parameters = [.. spec.Parameters.Where(space => space.Key != SweptNumbers.Seed)] };

    /// <summary>One sample of each network, and no more than a prediction needs.</summary>
    private static IReadOnlyList<ThroughputSample> Throughput(SweepResults results)
    {
        var samples = results.Trials.Where(trial => trial is { Epochs: > 0, Seconds: > 0 })
            .GroupBy(trial => trial.Macs).OrderBy(network => network.Key)
            .Select(network => new ThroughputSample(
                network.Key, network.Sum(trial => trial.Epochs * TrainingCost.EpochMacs(trial.Macs, trial.Training)),
                network.Sum(trial => trial.Seconds))).ToList();
        var step = (samples.Count + MostSamples - 1) / MostSamples;
        return [.. samples.Where((_, index) => index % Math.Max(1, step) == 0)];
    }
}
