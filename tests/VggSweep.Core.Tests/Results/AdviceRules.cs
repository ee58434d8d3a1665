using VggSweep.Results.Answers.Advice;

namespace VggSweep.Core.Tests.Results;

/// <summary>
/// A trial takes a second for each of its million MACs: 2.4, 9.6, 21.5 and 38 s at widths 8, 16, 24 and 32.
/// </summary>
public sealed class AdviceRules
{
    private static readonly double[] Noise = [0, 0.004, -0.004];

    [Fact]
    public void Seeds_go_to_the_cells_that_cannot_be_told_from_the_best_and_within_the_budget()
    {
        // 16 and 32 cannot be told apart; 8 is far below.
        var results = GivenResults.Of(
            "{ width: [8, 16, 32], seed: [1, 2, 3] }",
            trial => (trial.Parameters.Width switch { 8 => 0.7, 16 => 0.9, _ => 0.902 })
                + Noise[trial.Parameters.Seed - 1]);

        var answer = AdviceQuestion.Of(results, TimeSpan.FromSeconds(100));

        Assert.Equal(2, answer.Candidates);
        Assert.Subset(
            new HashSet<string> { "width=16", "width=32" }, answer.Trials.Select(one => one.Label).ToHashSet());
        Assert.All(answer.Trials, one => Assert.Equal((AdviceKind.Seed, 4), (one.Kind, one.Seeds[0])));
        Assert.All(answer.Trials, one => Assert.Equal(one.SecondsEach * one.Seeds.Count, one.Seconds, 1e-9));
        Assert.InRange(answer.Trials.Sum(one => one.Seconds), 60, 100);
        var cheap = answer.Trials.Single(one => one.Label == "width=16");
        Assert.Equal("3 seeds; the best gains 0.20 points on it, which may be chance", cheap.Reason);
    }

    [Fact]
    public void Nothing_is_advised_where_the_best_is_told_from_all()
    {
        var results = GivenResults.Of(
            "{ width: [8, 16, 32], seed: [1, 2, 3] }",
            trial => (trial.Parameters.Width!.Value / 50.0) + Noise[trial.Parameters.Seed - 1]);

        var answer = AdviceQuestion.Of(results, TimeSpan.FromHours(1));

        Assert.Equal((0, 0), (answer.Candidates, answer.Trials.Count));
        Assert.StartsWith(
            "No trial would change the answer: width=32 stands out from every other", answer.Sentences[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_was_not_run_is_advised_where_its_prediction_reaches_the_best()
    {
        // The error falls as a power law, and the widest network was not run: it is predicted to be the best.
        var random = new SeededRandom(4);
        var results = GivenResults.Of(
            "{ width: [8, 12, 16, 20, 24, 32], seed: [1, 2] }",
            trial => trial.Parameters.Width == 32 ? null
                : 1 - Math.Pow(trial.Macs / 1e5, -0.5) + (0.001 * GivenResults.Normal(random)));

        var answer = AdviceQuestion.Of(results, TimeSpan.FromMinutes(10));

        var advised = answer.Trials.Single(one => one.Kind is AdviceKind.Configuration);
        Assert.Equal(("width=32", 3), (advised.Label, advised.Parameters.Seed));
        Assert.StartsWith("not run; predicted 94.", advised.Reason, StringComparison.Ordinal);

        // By the throughput of the others: a second for a million MACs of one image.
        Assert.InRange(advised.SecondsEach, 37, 39);
    }

    [Fact]
    public void A_configuration_that_is_predicted_to_be_far_below_is_not_advised()
    {
        var random = new SeededRandom(4);
        var results = GivenResults.Of(
            "{ width: [8, 12, 16, 20, 24, 32], seed: [1, 2] }",
            trial => trial.Parameters.Width == 8 ? null
                : 1 - Math.Pow(trial.Macs / 1e5, -0.5) + (0.0005 * GivenResults.Normal(random)));

        Assert.DoesNotContain(
            AdviceQuestion.Of(results, TimeSpan.FromMinutes(10)).Trials, one => one.Label == "width=8");
    }

    [Fact]
    public void One_seed_each_is_judged_by_the_scatter_of_the_fit_or_of_counting()
    {
        // On 5,000 images an accuracy of 90 % has a deviation of 0.42 points.
        var results = GivenResults.Of(
            "{ width: [8, 16, 32] }", trial => trial.Parameters.Width switch { 8 => 0.8, 16 => 0.899, _ => 0.9 });

        var answer = AdviceQuestion.Of(results, TimeSpan.FromMinutes(5));

        Assert.Equal(2, answer.Candidates);
        Assert.Equal(["width=16", "width=32"], answer.Trials.Select(one => one.Label).Order());
    }

    [Fact]
    public void A_budget_below_the_cheapest_and_a_sweep_without_results_say_so()
    {
        var results = GivenResults.Of("{ width: [16, 32], seed: [1, 2] }", trial => 0.9 + Noise[trial.Parameters.Seed]);
        Assert.Equal(
            ["Nothing fits: the cheapest trial that could change the answer takes 10 s, the budget is 5 s."],
            AdviceQuestion.Of(results, TimeSpan.FromSeconds(5)).Sentences);
        var none = AdviceQuestion.Of(GivenResults.Of("{ width: [16, 32] }", _ => null), TimeSpan.FromHours(1));
        Assert.Equal(["No trial of a-1 has completed: run it first."], none.Sentences);
    }

    [Fact]
    public void What_no_fit_predicts_is_counted()
    {
        var answer = AdviceQuestion.Of(
            GivenResults.Of("{ width: [8, 16, 32], seed: [1, 2] }", trial => trial.Parameters.Width == 32 ? null : 0.9),
            TimeSpan.FromHours(1));

        Assert.Equal(1, answer.Unpredicted);
        Assert.StartsWith(
            "Nothing predicts 1 configuration that was not run: a curve of", answer.Sentences[1],
            StringComparison.Ordinal);
    }
}
