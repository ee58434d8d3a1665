using CsCheck;
using VggSweep.Core.Search;
using VggSweep.Core.Search.Genetic;
using VggSweep.Core.Search.Sobol;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Search;

public sealed class GeneticRules
{
    /// <summary>Few distinct values, so that many are equal.</summary>
    private static readonly Gen<double[][]> Sets = Gen.Int[1, 4].SelectMany(
        objectives => Gen.Int[0, 8].Select(value => value / 8.0).Array[objectives].Array[1, 12]);

    [Fact]
    public void Each_front_is_what_is_not_dominated_once_the_fronts_before_are_gone() => Sets.Sample(values =>
    {
        List<int> left = [.. Enumerable.Range(0, values.Length)];
        foreach (var front in ParetoFronts.Sort(values))
        {
            Assert.Equal(left.Where(one => !left.Exists(other => ParetoFronts.Dominates(values[other], values[one]))), front);
            left.RemoveAll(front.Contains);
        }

        Assert.Empty(left);
    });

    [Fact]
    public void The_first_front_is_that_of_sorting() => Sets.Sample(
        values => Assert.Equal(ParetoFronts.Sort(values)[0].Order(), ParetoFronts.First(values)));

    [Fact]
    public void Crowding_is_the_share_of_the_range_between_the_neighbours() => Assert.Equal(
        [double.PositiveInfinity, (3.0 / 4) + (6.0 / 8), (3.0 / 4) + (6.0 / 8), double.PositiveInfinity],
        ParetoFronts.Crowding([[0, 8], [1, 6], [3, 2], [4, 0]]));

    [Fact]
    public void Hypervolume_is_that_of_inclusion_and_exclusion() => Sets.Sample(
        values =>
        {
            var reference = Enumerable.Repeat(0.25, values[0].Length).ToArray();

            Assert.Equal(ByInclusionAndExclusion(values, reference), Hypervolume.Of(values, reference), 1e-12);
        },
        iter: 200);

    [Fact]
    public void Concurrent_trials_of_a_finite_space_never_repeat_and_the_search_ends_with_the_last() =>
        AdaptiveSearch.AssertNeverRepeats(spec => new GeneticSampler(spec, new GeneticSpec { Population = 6 }));

    [Fact]
    public void The_same_history_gives_the_same_proposal() =>
        AdaptiveSearch.AssertRepeatable(spec => new GeneticSampler(spec, new GeneticSpec { Population = 10 }));

    [Fact]
    public void Proposals_move_to_where_results_are_good() =>
        AdaptiveSearch.AssertLearns(spec => new GeneticSampler(spec, new GeneticSpec { Population = 10 }));

    [Fact]
    public void The_front_of_two_objectives_becomes_larger_than_by_even_spreading()
    {
        var spec = Good.Spec("""
            name: a
            parameters:
              { dropout: { uniform: [0, 0.9] }, momentum: { uniform: [0, 0.9] }, lr: { uniform: [0.1, 1] },
                weightDecay: { uniform: [0, 1] } }
            search: { method: random, maxTrials: 150 }
            """);

        // The front is x² + y² = 1 where the other two are 0.5 and 0.5; the quarter circle has the volume 0.785.
        Assert.InRange(Volume(new GeneticSampler(spec)) - Volume(new SobolSampler(spec)), 0.05, 1);
    }

    private static double Volume(ISampler sampler)
    {
        var trials = new List<TriedTrial>();
        for (var index = 0; index < 150; index++)
        {
            var trial = sampler.Propose(index, new SearchHistory(trials))!.Parameters;
            var radius = 1 - Math.Abs(trial.Lr - 0.5) - Math.Abs(trial.WeightDecay - 0.5) - trial.Momentum;
            var angle = trial.Dropout / 0.9 * Math.PI / 2;
            double[] values = [radius * Math.Cos(angle), radius * Math.Sin(angle)];
            trials.Add(new TriedTrial(index + 1, trial, values[0], 1) { Values = values });
        }

        return Hypervolume.Of(trials.Select(trial => trial.Values!), [0, 0]);
    }

    /// <summary>The union of boxes from the reference to each result.</summary>
    private static double ByInclusionAndExclusion(double[][] values, double[] reference)
    {
        var volume = 0.0;
        for (var subset = 1; subset < 1 << values.Length; subset++)
        {
            var chosen = values.Where((_, index) => ((subset >> index) & 1) != 0).ToList();
            var common = reference
                .Select((low, objective) => Math.Max(0, chosen.Min(value => value[objective]) - low))
                .Aggregate(1.0, (product, side) => product * side);
            volume += chosen.Count % 2 == 1 ? common : -common;
        }

        return volume;
    }
}
