using CsCheck;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Tests.Sweeps;
using VggSweep.Core.Trials;

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

    /// <summary>A search that was killed at any moment and restored proposes what the one that lived on does.</summary>
    [Theory]
    [InlineData("tpe: { startup: 3 }")]
    [InlineData("gp: { startup: 3 }")]
    [InlineData("nsga2: { population: 4 }")]
    public void A_restored_search_proposes_what_it_would_have_proposed(string options) =>
        Gen.Select(Gen.Int[0, 3].Array[30], Gen.Double[0, 1].Array[30]).Sample(
        (events, values) =>
        {
            var spec = Good.Spec(
                $"name: a\nparameters: {{ width: [8, 16, 32], lr: {{ logUniform: [0.001, 0.1] }} }}\nsearch: "
                + $"{{ method: {options[..options.IndexOf(':', StringComparison.Ordinal)]}, maxTrials: 12, {options} }}");
            var (live, journal, records) = (new Proposer(spec), new List<StoredDecision>(), new Dictionary<(int, int), EpochRecord>());
            var (trials, running) = (new Dictionary<int, (TrialParameters, double)>(), new Queue<int>());
            foreach (var (kind, value) in events.Zip(values))
            {
                if (kind < 2 && live.At(trials.Count) is { } proposal)
                {
                    var trial = trials.Count + 1;
                    trials[trial] = (proposal.Parameters, 10 * value);
                    live.Took(trial, proposal.Parameters, 10 * value);
                    journal.Add(new StoredDecision(trial, null, Proposer.Propose, proposal.Why));
                    running.Enqueue(trial);
                }
                else if (running.TryDequeue(out var ended))
                {
                    var record = kind == 3 ? null : new EpochRecord(1, 0, 0, 0, value, 1);
                    journal.Add(new StoredDecision(ended, record?.Epoch, Proposer.Result, "it ended"));
                    records[(ended, 1)] = new EpochRecord(1, 0, 0, 0, value, 1);
                    live.Ended(ended, record);
                }

                Assert.Empty(Proposer.Differences(spec, journal, trial => trials[trial], (trial, epoch) => records[(trial, epoch)]));
            }
        }, iter: 10);

    [Fact]
    public void An_extended_sweep_continues_where_it_was()
    {
        var proposer = new Proposer(Good.Spec(Many)).Of(Good.Spec(Many.Replace("5000", "6000", StringComparison.Ordinal)));
        Assert.Equal(1_500, proposer.Left(4_500));
        Assert.Equal(new Proposer(Good.Spec(Many)).At(4_999), proposer.At(4_999));
    }
}
