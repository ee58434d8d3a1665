using VggSweep.Results;
using VggSweep.Results.Answers.Comparison;

namespace VggSweep.Core.Tests.Results;

public sealed class ComparisonRules
{
    private static readonly double[] Noise = [0, 0.002, -0.002];

    [Fact]
    public void Configurations_are_paired_but_for_what_distinguishes_the_sweeps()
    {
        var (gap, dense) = (
            Sweep("a-1", "{ head: [gap], width: [8, 16, 32], seed: [1, 2, 3] }", 0.9),
            Sweep("b-1", "{ head: [dense], width: [16, 32, 48], seed: [1, 2, 3] }", 0.93));

        var answer = ComparisonQuestion.Of(gap, dense);

        Assert.Equal([new SettingDifference("head", "gap", "dense")], answer.Settings);
        Assert.Equal(
            ["width=16", "width=32"],
            answer.Pairs.Select(pair => pair.First.Label.Replace("head=gap ", "", StringComparison.Ordinal)));
        Assert.All(
            answer.Pairs, pair => Assert.Equal((0.03, true), (Math.Round(pair.Gain.Mean, 9), pair.Gain.IsDistinct)));

        // Welch as in the best cell's step: 4 degrees of freedom, deviations of 0.002.
        Assert.Equal(0.03 - (2.1318467863266 * Math.Sqrt(8e-6 / 3)), answer.Pairs[0].Gain.Low!.Value, 1e-9);
        Assert.Equal((0.03, true), (Math.Round(answer.Overall!.Mean, 9), answer.Overall.IsDistinct));
        Assert.Contains("They differ in head (gap and dense).", answer.Sentences);
        Assert.Contains(
            answer.Sentences,
            one => one.StartsWith("On 2 configurations in both, b-1 gains 3.00 points", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_data_cannot_tell_is_marked()
    {
        var answer = ComparisonQuestion.Of(
            Sweep("a-1", "{ width: [8], seed: [1, 2, 3] }", 0.9),
            Sweep("b-1", "{ width: [8], seed: [1, 2, 3] }", 0.901));

        Assert.False(answer.Overall!.IsDistinct);
        Assert.Contains(answer.Sentences, one => one.EndsWith("which may be chance.", StringComparison.Ordinal));
        var single = ComparisonQuestion.Of(Sweep("a-1", "{ width: [8] }", 0.9), Sweep("b-1", "{ width: [8] }", 0.8));
        Assert.Null(single.Overall!.IsDistinct);
        Assert.Contains("a single seed cannot tell", string.Join(' ', single.Sentences), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_common_configuration_the_best_of_each_and_their_costs_are_compared()
    {
        var answer = ComparisonQuestion.Of(
            Sweep("a-1", "{ width: [8, 12], seed: [1, 2, 3] }", 0.9),
            Sweep("b-1", "{ width: [16, 32], seed: [1, 2, 3] }", 0.95));

        Assert.Empty(answer.Pairs);
        Assert.Null(answer.Overall);
        Assert.Equal(("width=12", "width=32"), (answer.BestFirst!.Label, answer.BestSecond!.Label));
        Assert.Equal("No configuration is in both, so only their best are compared.", answer.Sentences[0]);
        var ratio = (double)answer.BestSecond.Macs / answer.BestFirst.Macs;
        Assert.Equal(
            FormattableString.Invariant(
                $"The best cost 5.42 M MACs and 5 s against 38.0 M MACs and 38 s: {ratio:0.0#} times the MACs."),
            answer.Sentences[^1]);
    }

    [Fact]
    public void Sweeps_without_results_and_with_other_images_say_so()
    {
        var some = Sweep("a-1", "{ width: [8, 16], seed: [1, 2] }", 0.9);
        var none = GivenResults.Of("{ width: [8, 16] }", _ => null) with { Sweep = "b-1" };
        Assert.Equal(["b-1 has no completed trial."], ComparisonQuestion.Of(some, none).Sentences);
        Assert.Equal(["Neither b-1 nor b-1 has a completed trial."], ComparisonQuestion.Of(none, none).Sentences);
        var other = Sweep("c-1", "{ width: [8, 16], seed: [1, 2] }", 0.9, "training: { validationImages: 1000 }\n");
        Assert.EndsWith(
            "part of a difference may be these.", ComparisonQuestion.Of(some, other).Sentences[^1],
            StringComparison.Ordinal);
    }

    private static SweepResults Sweep(string id, string parameters, double accuracy, string rest = "")
    {
        var results = GivenResults.Of(
            parameters,
            trial => accuracy + (trial.Parameters.Width!.Value / 1e4) + Noise[Math.Max(0, trial.Parameters.Seed - 1)],
            rest);
        return results with { Sweep = id };
    }
}
