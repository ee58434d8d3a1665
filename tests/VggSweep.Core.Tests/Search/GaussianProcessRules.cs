using System.Text.Json;
using CsCheck;
using VggSweep.Core.Search;
using VggSweep.Core.Search.GaussianProcess;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Search;

public sealed class GaussianProcessRules
{
    private static readonly JsonElement Recorded = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recorded", "gp.json"))).RootElement.GetProperty("cases");

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, Recorded.GetArrayLength())];

    /// <summary>See bench/peers/record_gp.py.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Likelihood_and_posterior_are_those_of_a_dense_Cholesky_in_NumPy(int number)
    {
        var (points, values, kernel) = Read(Recorded[number]);
        var regression = new GaussianRegression(points, values, kernel);
        var predicted = Points(Recorded[number], "probes").Select(probe => regression.Predict(probe)).ToList();

        Assert.All(points.Zip(regression.Means), pair => AssertClose(regression.Predict(pair.First).Mean, pair.Second));
        AssertClose(Recorded[number].GetProperty("likelihood").GetDouble(), regression.LogLikelihood);
        Assert.All(Numbers(Recorded[number], "means").Zip(predicted), pair => AssertClose(pair.First, pair.Second.Mean));
        Assert.All(Numbers(Recorded[number], "variances").Zip(predicted), pair => AssertClose(pair.First, pair.Second.Variance));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_of_the_likelihood_is_that_of_its_differences(int number)
    {
        var (points, values, kernel) = Read(Recorded[number]);
        var gradient = new double[kernel.Dimensions + 2];
        new KernelPosterior(Categorical(kernel.Dimensions), points, values, KernelFit.NoisePrior).LikelihoodGradient(
            kernel, new GaussianRegression(points, values, kernel), gradient);

        Assert.All(Numbers(Recorded[number], "gradient").Zip(gradient), pair => AssertClose(pair.First, pair.Second));
    }

    [Fact]
    public void The_expected_improvement_over_the_index_is_the_price() =>
        Gen.Select(Gen.Double[-3, 3], Gen.Double[-6, 2], Gen.Double[-12, 3]).Sample(
        (mean, logDeviation, logPrice) =>
        {
            var (deviation, price) = (Math.Pow(10, logDeviation), Math.Pow(10, logPrice));
            var index = GittinsIndex.Of(mean, deviation, price);

            // Where the index is far from the mean its own rounding changes the improvement.
            var rounding = 1e-15 * Math.Max(Math.Abs(index), Math.Abs(mean)) / price;
            Assert.Equal(1, Math.Exp(ExpectedImprovement.Log(mean, deviation, index)) / price, 1e-9 + rounding);
        },
        iter: 2_000);

    [Fact]
    public void The_index_falls_as_the_cost_rises() =>
        Gen.Select(Gen.Double[-1, 1], Gen.Double[0.01, 2], Gen.Double[1e-6, 1], Gen.Double[1.01, 10]).Sample(
        (mean, deviation, price, factor) =>
            Assert.True(GittinsIndex.Of(mean, deviation, price * factor) < GittinsIndex.Of(mean, deviation, price)));

    [Fact]
    public void A_certain_box_is_worth_its_content_less_the_price() => Assert.Equal(0.7, GittinsIndex.Of(1, 0, 0.3), 1e-15);

    [Fact]
    public void The_minimizer_finds_the_end_of_Rosenbrocks_valley()
    {
        var (point, value) = new LimitedMemoryBfgs((at, gradient) =>
        {
            var (first, second) = (1 - at[0], at[1] - (at[0] * at[0]));
            (gradient[0], gradient[1]) = ((-2 * first) - (400 * at[0] * second), 200 * second);
            return (first * first) + (100 * second * second);
        }).Minimize([-1.2, 1]);

        Assert.InRange(value, 0, 1e-6);
        Assert.Equal(1, point[0], 1e-2);
    }

    [Fact]
    public void An_axis_that_does_not_matter_gets_a_longer_scale()
    {
        var random = SeededRandom.For(1, "test");
        double[][] points = [.. Enumerable.Range(0, 30).Select(_ => new[] { random.NextDouble(), random.NextDouble() })];
        var kernel = new KernelFit([false, false]).Fit(
            [.. Enumerable.Range(1, 30)], points, [.. points.Select(point => Math.Sin(6 * point[0]))]);

        Assert.InRange(kernel.Covariance([0.5, 0.2], [0.5, 0.8]) / kernel.Signal, 0.9, 1);
        Assert.InRange(kernel.Covariance([0.2, 0.5], [0.8, 0.5]) / kernel.Signal, 0, 0.9);
        Assert.InRange(kernel.Noise, 0, 1e-3);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(32, 32)]
    [InlineData(38, 32)]
    [InlineData(39, 38)]
    [InlineData(47, 46)]
    public void Milestones_grow_by_a_fifth_so_that_fits_become_rare(int results, int milestone)
    {
        Assert.Equal(milestone, KernelFit.Milestone(results));
        Assert.InRange(Enumerable.Range(33, 468).Select(KernelFit.Milestone).Distinct().Count(), 5, 15);
    }

    [Theory]
    [InlineData(Acquisition.ExpectedImprovement)]
    [InlineData(Acquisition.ImprovementPerCost)]
    public void Concurrent_trials_of_a_finite_space_never_repeat_and_the_search_ends_with_the_last(Acquisition acquisition) =>
        AdaptiveSearch.AssertNeverRepeats(spec => Sampler(spec, acquisition));

    [Theory]
    [InlineData(Acquisition.ExpectedImprovement)]
    [InlineData(Acquisition.Gittins)]
    public void The_same_history_gives_the_same_proposal(Acquisition acquisition) =>
        AdaptiveSearch.AssertRepeatable(spec => Sampler(spec, acquisition));

    [Fact]
    public void Proposals_move_to_where_results_are_good() =>
        AdaptiveSearch.AssertLearns(spec => Sampler(spec, Acquisition.ExpectedImprovement));

    [Fact]
    public void A_running_trial_keeps_the_next_proposal_apart()
    {
        var sampler = Sampler(
            Good.Spec("name: a\nparameters: { dropout: { uniform: [0, 0.9] } }\nsearch: { method: random, maxTrials: 50 }"),
            default);
        double[] results = [0, 0.5, 0.6, 0.1];
        List<TriedTrial> trials =
        [
            .. results.Select((result, index) => new TriedTrial(index + 1, new TrialParameters { Dropout = 0.3 * index }, result, 1)),
        ];
        var first = sampler.Propose(4, new SearchHistory(trials))!.Parameters;
        var alone = sampler.Propose(5, new SearchHistory(trials))!.Parameters;
        var beside = sampler.Propose(5, new SearchHistory([.. trials, new TriedTrial(5, first, null, 1)]))!.Parameters;

        Assert.InRange(Math.Abs(alone.Dropout - first.Dropout), 0, 0.005);
        Assert.InRange(Math.Abs(beside.Dropout - first.Dropout), 0.02, 1);
    }

    [Fact]
    public void The_search_ends_with_a_sentence_when_nothing_is_worth_its_cost()
    {
        var spec = Good.Spec("name: a\nparameters: { width: [4, 8, 16, 32], resolution: [32, 48, 56] }");
        var sampler = new GaussianProcessSampler(
            spec,
            new GaussianProcessSpec { Acquisition = Acquisition.Gittins, Worth = 1e-5, Per = TimeSpan.FromSeconds(1) },
            trial => trial.Width!.Value * trial.Resolution);
        var trials = new List<TriedTrial>();
        while (sampler.Propose(trials.Count, new SearchHistory(trials)) is { } proposal)
        {
            trials.Add(
                new TriedTrial(
                    trials.Count + 1, proposal.Parameters, 0.9 - (0.2 / proposal.Parameters.Width!.Value),
                    proposal.Parameters.Width!.Value * proposal.Parameters.Resolution));
        }

        Assert.InRange(trials.Count, 4, 10);
        Assert.StartsWith(
            "no configuration is worth its cost", sampler.StopReason(trials.Count, new SearchHistory(trials)),
            StringComparison.Ordinal);
        Assert.Matches(
            @"best [\d.]+ \(90 % interval [\d.]+ to [\d.]+\)$",
            sampler.StopReason(trials.Count, new SearchHistory(trials)));
        Assert.Null(sampler.StopReason(2, new SearchHistory(trials[..2])));
    }

    [Fact]
    public void Equal_results_do_not_end_the_search()
    {
        var sampler = Sampler(Good.Spec("name: a\nparameters: { width: [4, 8, 16], resolution: [32, 48, 56] }"), Acquisition.Gittins);
        List<TriedTrial> trials =
        [
            .. Enumerable.Range(0, 6).Select(index => new TriedTrial(
                index + 1, new TrialParameters { Width = 4 << (index / 2), Resolution = 32 + (16 * (index % 2)) }, 0.7, 1)),
        ];

        Assert.NotNull(sampler.Propose(trials.Count, new SearchHistory(trials)));
    }

    [Fact]
    public void A_price_needs_a_cost() => Assert.Throws<ArgumentException>(() => new GaussianProcessSampler(
        Good.Spec("name: a\nparameters: { width: [4, 8] }"), new GaussianProcessSpec { Acquisition = Acquisition.Gittins, Worth = 1 }));

    private static GaussianProcessSampler Sampler(SweepSpec spec, Acquisition acquisition) => new(
        spec, new GaussianProcessSpec { Acquisition = acquisition, Worth = 1e-15 }, trial => trial.Width!.Value);

    private static (double[][] Points, double[] Values, Kernel Kernel) Read(JsonElement recorded)
    {
        double[] scales = Numbers(recorded, "scales");
        return (Points(recorded, "points"), Numbers(recorded, "values"), new Kernel(
            Categorical(scales.Length), scales, recorded.GetProperty("signal").GetDouble(), recorded.GetProperty("noise").GetDouble()));
    }

    /// <summary>The last axis of the recorded cases holds names.</summary>
    private static bool[] Categorical(int dimensions) => [.. Enumerable.Range(1, dimensions).Select(axis => axis == dimensions)];

    private static double[][] Points(JsonElement recorded, string name) =>
        [.. recorded.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(place => place.GetDouble()).ToArray())];

    private static double[] Numbers(JsonElement recorded, string name) =>
        [.. recorded.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    private static void AssertClose(double expected, double actual) =>
        Assert.Equal(expected, actual, 1e-9 * Math.Max(1, Math.Abs(expected)));
}
