using CsCheck;
using VggSweep.Core.Search;
using VggSweep.Core.Search.Random;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Search;

public sealed class RandomSamplerRules
{
    private const string Ranges = """
        name: a
        parameters:
          lr: { logUniform: [0.001, 0.1] }
          dropout: { uniform: [0.2, 0.6] }
          width: { int: [8, 11] }
          head: [dense, gap]
        search: { method: random, maxTrials: 2000, seed: SEED }
        """;

    [Fact]
    public void Every_proposal_is_in_its_ranges()
    {
        Gen.Int[0, int.MaxValue].Sample(
            seed => Assert.All(
                Enumerable.Range(0, 50).Select(index => Sampler(seed).Propose(index, SearchHistory.Empty)!.Parameters),
                trial =>
                {
                    Assert.InRange(trial.Lr, 0.001, 0.1);
                    Assert.InRange(trial.Dropout, 0.2, 0.6);
                    Assert.InRange(trial.Width!.Value, 8, 11);
                }),
            iter: 50);
    }

    [Fact]
    public void A_new_sampler_goes_on_where_another_stopped()
    {
        var whole = Proposals.All(Sampler(3));

        Assert.Equal(2_000, whole.Count);
        Assert.Equal(
            whole.Skip(1_990),
            Enumerable.Range(1_990, 10).Select(index => Sampler(3).Propose(index, SearchHistory.Empty)!.Parameters));
    }

    [Fact]
    public void Another_seed_draws_other_trials() =>
        Assert.NotEqual(Sampler(1).Propose(0, SearchHistory.Empty), Sampler(2).Propose(0, SearchHistory.Empty));

    [Fact]
    public void Draws_are_spread_evenly_over_the_range_or_its_logarithm()
    {
        var trials = Proposals.All(Sampler(1));

        // 1,000 of 2,000 are expected in each half; five standard deviations are 112.
        Assert.InRange(trials.Count(trial => trial.Lr < 0.01), 888, 1_112);
        Assert.InRange(trials.Count(trial => trial.Dropout < 0.4), 888, 1_112);
        Assert.InRange(trials.Count(trial => trial.Head == Core.Networks.Head.Gap), 888, 1_112);

        // 500 of each of the four widths; five standard deviations are 97. The ends are among them.
        Assert.All(Enumerable.Range(8, 4), width => Assert.InRange(trials.Count(trial => trial.Width == width), 403, 597));
    }

    [Fact]
    public void Finite_combinations_are_drawn_once_each_in_a_seeded_order_until_none_is_left()
    {
        var orders = Enumerable.Range(0, 20).Select(seed => Proposals.All(Samplers.For(Good.Spec($$"""
            name: a
            parameters: { width: { int: [8, 20] }, resolution: [32, 48, 56], batchNorm: [true, false] }
            search: { method: random, maxTrials: 100, seed: {{seed}} }
            """)))).ToList();

        Assert.All(orders, order => Assert.Equal(13 * 3 * 2, order.Distinct().Count()));
        Assert.All(orders, order => Assert.Equal(13 * 3 * 2, order.Count));
        Assert.Equal(
            20,
            orders.Select(order => string.Join(' ', order.Select(trial => $"{trial.Width}/{trial.Resolution}/{trial.BatchNorm}")))
                .Distinct()
                .Count());
    }

    [Fact]
    public void A_permutation_has_every_number_once()
    {
        Gen.Select(Gen.Int[1, 3_000], Gen.Long).Sample(
            (size, seed) =>
            {
                var permutation = new SeededPermutation(seed, "test", size);
                Assert.Equal(
                    size,
                    Enumerable
                        .Range(0, size)
                        .Select(place => permutation.At(place))
                        .Where(number => number >= 0 && number < size)
                        .Distinct()
                        .Count());
            },
            iter: 100);
    }

    [Theory]
    [InlineData(1L << 62)]
    [InlineData((1L << 61) + 1)]
    public void A_permutation_of_very_many_numbers_stays_within_them(long size)
    {
        var permutation = new SeededPermutation(1, "test", size);

        Assert.All(Enumerable.Range(0, 100), place => Assert.InRange(permutation.At(place), 0, size - 1));
    }

    private static RandomSampler Sampler(int seed) => new(Good.Spec(Ranges.Replace("SEED", $"{seed}", StringComparison.Ordinal)));
}
