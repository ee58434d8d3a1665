using VggSweep.Core.Trials;
using VggSweep.Results.Answers;
using VggSweep.Results.Answers.Best;
using VggSweep.Results.Answers.Front;

namespace VggSweep.Core.Tests.Results;

public sealed class BestRules
{
    private const string Widths = "{ width: [8, 16, 32], seed: [1, 2, 3] }";

    private static readonly double[] Noise = [0, 0.001, -0.001];

    [Fact]
    public void The_best_the_step_up_and_its_interval_are_those_of_the_cells_within_the_limits()
    {
        var results = GivenResults.Of(
            Widths, trial => Accuracy(trial.Parameters.Width!.Value) + Noise[trial.Parameters.Seed - 1]);
        var macs = results.Cells.Single(cell => cell.Parameters.Width == 16).Macs;

        var answer = BestQuestion.Of(results, [new Limit("macs", macs)]);

        Assert.Equal(("width=16", 3, 2), (answer.Best!.Label, answer.Cells, answer.Within));
        Assert.Equal(("width=16", "width=32"), (answer.Next!.From.Label, answer.Next.To.Label));
        Assert.Equal((double)answer.Next.To.Macs / macs, answer.Next.Ratio!.Value, 1e-12);
        Assert.Equal(0.04, answer.Next.Gain.Mean, 1e-12);

        // Welch with two deviations of 0.001 and three seeds each: 4 degrees of freedom, t = 2.131847.
        var margin = 2.1318467863266 * Math.Sqrt(2e-6 / 3);
        Assert.Equal(
            (0.04 - margin, 0.04 + margin), (answer.Next.Gain.Low!.Value, answer.Next.Gain.High!.Value), Close);
        Assert.True(answer.Next.Gain.IsDistinct);
        Assert.Empty(answer.Indistinct);
        Assert.Equal(
            "Best with at most 9.59 M MACs: width=16, validation accuracy 85.00 % (84.83 to 85.17 %, 3 seeds), 9.59 M "
            + "MACs, "
            + "578 k parameters, 10 s.",
            answer.Sentences[0]);
        Assert.StartsWith(
            "Next step up: width=32 (38.0 M MACs) costs 3.97 times the MACs and gains 4.00 points (",
            answer.Sentences[1]);
        Assert.Equal(
            "At 90 % confidence better than every other configuration with several seeds.", answer.Sentences[2]);
    }

    [Fact]
    public void Without_a_limit_the_step_up_to_the_best_is_told_and_what_cannot_be_told_from_it()
    {
        double[] noise = [0, 0.02, -0.02];
        var results = GivenResults.Of(
            Widths, trial => trial.Parameters.Width == 8 ? 0.5 + noise[trial.Parameters.Seed - 1]
                : 0.9 + (trial.Parameters.Width!.Value / 10_000.0) + noise[trial.Parameters.Seed - 1]);

        var answer = BestQuestion.Of(results, []);

        Assert.Null(answer.Next);
        Assert.Equal(("width=16", false), (answer.Previous!.From.Label, answer.Previous.Gain.IsDistinct));
        Assert.Equal(["width=16"], answer.Indistinct.Select(cell => cell.Label));
        Assert.Contains(
            answer.Sentences, sentence => sentence.EndsWith("which may be chance.", StringComparison.Ordinal));
        Assert.Contains(
            "Cannot be told apart from the best at 90 % confidence: width=16 (9.59 M MACs).", answer.Sentences);
    }

    [Theory]
    [InlineData("params=600000", "width=16")]
    [InlineData("seconds=3", "width=8")]
    [InlineData("width=31.5", "width=16")]
    [InlineData("peakBytes=0", "width=32")]
    public void Anything_that_is_swept_or_costs_can_be_limited(string limit, string best) => Assert.Equal(
        best,
        BestQuestion.Of(
            GivenResults.Of(Widths, trial => Accuracy(trial.Parameters.Width!.Value)),
            [Limit.Parse(limit)]).Best!.Label);

    [Fact]
    public void Where_nothing_meets_the_limit_the_nearest_is_named()
    {
        var answer = BestQuestion.Of(GivenResults.Of(Widths, _ => 0.5), [Limit.Parse("macs=1e6")]);

        Assert.Null(answer.Best);
        Assert.Equal(
            ["None of the 3 completed configurations has at most 1.00 M MACs; nearest is width=8 with 2.43 M MACs."],
            answer.Sentences);
    }

    [Fact]
    public void Where_nothing_is_complete_there_is_no_answer()
    {
        var results = GivenResults.Of(Widths, _ => null);
        Assert.Equal(
            ["No trial of a-1 has completed, so there is no answer yet."], BestQuestion.Of(results, []).Sentences);
        var waiting = results with
        {
            Counts = new Dictionary<TrialState,
            int>
            { [TrialState.Pending] = 4, [TrialState.Failed] = 5 },
        };
        Assert.Equal("4 trials may still change this.", BestQuestion.Of(waiting, []).Sentences[1]);
    }

    [Fact]
    public void One_seed_says_nothing_about_chance()
    {
        var answer = BestQuestion.Of(GivenResults.Of("{ width: [8, 16] }", trial => trial.Trial / 10.0), []);

        Assert.Equal((null, null, 1), (answer.Best!.Low, answer.Best.Deviation, answer.Best.Count));
        Assert.Null(answer.Previous!.Gain.IsDistinct);
        Assert.Contains(
            answer.Sentences, sentence => sentence.StartsWith("One seed per cell: ", StringComparison.Ordinal));

        var mixed = GivenResults.Of(
            "{ width: [8, 16], seed: [1, 2] }", trial => trial.Parameters is { Width: 16, Seed: 2 }
                ? null
                : trial.Trial / 10.0);
        Assert.StartsWith("The best has one seed", BestQuestion.Of(mixed, []).Sentences[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("macs")]
    [InlineData("macs=")]
    [InlineData("macs=-1")]
    [InlineData("macs=NaN")]
    [InlineData("seed=3")]
    [InlineData("head=1")]
    [InlineData("accuracy=0.9")]
    public void A_limit_is_a_name_and_a_number(string text) =>
        Assert.Throws<QuestionException>(() => Limit.Parse(text));

    [Fact]
    public void A_parameter_that_the_sweep_does_not_vary_cannot_be_limited() => Assert.Equal(
        "This sweep does not vary lr; limit macs, params, seconds, peakBytes, width.",
        Assert.Throws<QuestionException>(
            () => BestQuestion.Of(GivenResults.Of(Widths, _ => 0.5), [Limit.Parse("lr=0.1")])).Message);

    [Fact]
    public void A_loss_is_better_when_it_is_smaller()
    {
        var results = GivenResults.Of(Widths, _ => 0.5, "objective: validationLoss\n");
        results = results with
        {
            Trials = [.. results.Trials.Select(trial => trial with
            {
                ValidationLoss = (1.0 / trial.Parameters.Width) + Noise[trial.Parameters.Seed - 1],
            })],
        };

        var best = BestQuestion.Of(results, []).Best!;

        Assert.Equal(("width=32", 1.0 / 32), (best.Label, best.Mean));
        Assert.True(best.Low < best.Mean && best.Mean < best.High);
    }

    [Fact]
    public void The_front_leaves_out_what_is_beaten_and_marks_steps_that_may_be_chance()
    {
        // 8: 0.80, 16: 0.90, 24: 0.85 is beaten, 32: 0.9005 may be chance, 64 has one seed.
        var accuracies = new Dictionary<int, double> { [8] = 0.8, [16] = 0.9, [24] = 0.85, [32] = 0.9005, [64] = 0.95 };
        var results = GivenResults.Of(
            "{ width: [8, 16, 24, 32, 64], seed: [1, 2, 3] }", trial => trial.Parameters is { Width: 64, Seed: > 1 }
                ? null : accuracies[trial.Parameters.Width!.Value] + Noise[trial.Parameters.Seed - 1]);

        var answer = FrontQuestion.Of(results, Cost.Macs);

        Assert.Equal(["width=8", "width=16", "width=32", "width=64"], answer.Front.Select(cell => cell.Label));
        Assert.Equal([true, false, null], answer.Steps.Select(step => step.Gain.IsDistinct));
        Assert.Equal("4 configurations of 5 are on the front of MACs and validation accuracy.", answer.Sentences[0]);
        Assert.Equal("1 step may be chance at 90 % confidence, marked ?.", answer.Sentences[1]);
        Assert.StartsWith("1 step rests on one seed, marked ??", answer.Sentences[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_front_may_be_of_another_cost()
    {
        // The wider network is the quicker one.
        var results = GivenResults.Of("{ width: [8, 16] }", trial => trial.Parameters.Width / 100.0);
        results = results with
        {
            Trials =
            [
                .. results.Trials.Select(trial => trial with { Seconds = 100.0 / trial.Parameters.Width!.Value }),
            ],
        };

        Assert.Equal(["width=16"], FrontQuestion.Of(results, Cost.Seconds).Front.Select(cell => cell.Label));
        Assert.Equal(["width=8", "width=16"], FrontQuestion.Of(results, Cost.Params).Front.Select(cell => cell.Label));
        Assert.Equal(
            ["No trial of a-1 has completed, so there is no front yet."],
            FrontQuestion.Of(GivenResults.Of("{ width: [8, 16] }", _ => null), Cost.Macs).Sentences);
    }

    private static double Accuracy(int width) => width switch { 8 => 0.8, 16 => 0.85, _ => 0.89 };

    private static bool Close((double Low, double High) left, (double Low, double High) right) =>
        Math.Abs(left.Low - right.Low) < 1e-9 && Math.Abs(left.High - right.High) < 1e-9;
}
