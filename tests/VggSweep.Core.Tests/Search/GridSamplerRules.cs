using CsCheck;
using VggSweep.Core.Search;
using VggSweep.Core.Search.Grid;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Search;

public sealed class GridSamplerRules
{
    [Fact]
    public void The_last_parameter_of_the_file_changes_fastest()
    {
        var spec = Good.Spec("name: a\nparameters: { width: [8, 16], resolution: [32, 48, 56] }");

        Assert.Equal(
            [(8, 32), (8, 48), (8, 56), (16, 32), (16, 48), (16, 56)],
            Proposals.All(new GridSampler(spec)).Select(trial => (trial.Width!.Value, trial.Resolution)));
    }

    [Fact]
    public void Every_combination_comes_once_and_their_number_is_the_product()
    {
        var lengths = Gen.Int[1, 6].Array[1, 4];
        lengths.Sample(sizes =>
        {
            string[] keys = ["seed", "batchSize", "epochs", "dense"];
            var spec = Good.Spec("name: a\nparameters:\n" + string.Concat(sizes.Select((size, index) =>
                $"  {keys[index]}: [{string.Join(", ", Enumerable.Range(1, size))}]\n")));
            var trials = Proposals.All(new GridSampler(spec));

            Assert.Equal(sizes.Aggregate(1, (product, size) => product * size), trials.Count);
            Assert.Equal(trials.Count, trials.Distinct().Count());
        });
    }

    [Fact]
    public void MaxTrials_keeps_the_first()
    {
        var spec = Good.Spec("name: a\nparameters: { width: [8, 16], resolution: [32, 48, 56] }\nsearch: { maxTrials: 4 }");

        Assert.Equal(
            [(8, 32), (8, 48), (8, 56), (16, 32)],
            Proposals.All(new GridSampler(spec)).Select(trial => (trial.Width!.Value, trial.Resolution)));
    }

    [Fact]
    public void A_proposal_carries_the_fixed_values_and_the_networks_own_width()
    {
        var spec = Good.Spec("name: a\nnetwork: { lr: 0.5, blocks: [[1, 20]] }\nparameters: { arch: [blocks, narrow, alexnet] }");
        var trials = Proposals.All(new GridSampler(spec));

        Assert.Equal([20, 16, null], trials.Select(trial => trial.Width));
        Assert.Equal([true, false, false], trials.Select(trial => trial.Blocks is not null));
        Assert.All(trials, trial => Assert.Equal(0.5, trial.Lr));
    }

    [Fact]
    public void A_grid_of_a_million_is_enumerated_without_memory()
    {
        var sampler = new GridSampler(Good.Spec("name: a\nparameters: { width: [8, 16] }") with
        {
            Parameters = [Thousand("dense"), Thousand("batchSize")],
        });

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1_000_000, sampler.Count);
        Assert.Equal((1_000, 1_000), Sizes(sampler.Propose(999_999, SearchHistory.Empty)));
        Assert.Null(sampler.Propose(1_000_000, SearchHistory.Empty));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_range_has_no_grid() => Assert.Throws<ArgumentException>(() => new GridSampler(new SweepSpec
    {
        Name = "a",
        Base = new TrialParameters(),
        Parameters = [new ParameterSpace.Range("lr", 0.1, 1, Logarithmic: false)],
    }));

    private static ParameterSpace.Values Thousand(string key) =>
        new(key, [.. Enumerable.Range(1, 1_000).Select(value => (object)(long)value)]);

    private static (int Dense, int BatchSize) Sizes(Proposal? proposal) =>
        (proposal!.Parameters.Dense, proposal.Parameters.BatchSize);
}
