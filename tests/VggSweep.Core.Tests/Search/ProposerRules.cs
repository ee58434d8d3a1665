using VggSweep.Core.Search;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Search;

public sealed class ProposerRules
{
    private const string Many = "name: a\nparameters: { seed: { int: [1, 1000000000] } }\nsearch: { method: random, maxTrials: 5000 }";

    [Fact]
    public void A_sweep_of_few_trials_has_them_all_at_submission()
    {
        var proposer = new Proposer(Good.Spec("name: a\nparameters: { width: [8, 16], seed: [1, 2, 3] }"));
        Assert.Equal(6, proposer.Count);
        Assert.False(proposer.IsLazy);
        Assert.Null(proposer.At(6));
    }

    [Fact]
    public void A_sweep_of_many_trials_has_a_thousand_waiting_and_refills_at_half_of_them()
    {
        var proposer = new Proposer(Good.Spec(Many));
        Assert.True(proposer.IsLazy);
        Assert.Equal(5_000, proposer.Count);
        Assert.Equal((1_000, 0, 500), (proposer.Wanted(0, 2), proposer.Wanted(501, 2), proposer.Wanted(500, 2)));
        Assert.Equal(4_000, proposer.Wanted(0, 2_000)); // Nobody waits for a proposal, however many slots there are.
    }

    [Fact]
    public void What_is_left_counts_down_and_ends()
    {
        var proposer = new Proposer(Good.Spec(Many));
        Assert.Equal((5_000, 1_000, 0, 0), (proposer.Left(0), proposer.Left(4_000), proposer.Left(5_000), proposer.Left(null)));
        Assert.NotNull(proposer.At(4_999));
        Assert.Null(proposer.At(5_000));
    }

    [Fact]
    public void An_extended_sweep_goes_on_where_it_was()
    {
        var proposer = new Proposer(Good.Spec(Many)).Of(Good.Spec(Many.Replace("5000", "6000", StringComparison.Ordinal)));
        Assert.Equal(1_500, proposer.Left(4_500));
        Assert.Equal(new Proposer(Good.Spec(Many)).At(4_999), proposer.At(4_999));
    }
}
