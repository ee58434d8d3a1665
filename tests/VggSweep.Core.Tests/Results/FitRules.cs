using System.Text.Json;
using VggSweep.Core.Api;
using VggSweep.Results.Answers.Fit;

namespace VggSweep.Core.Tests.Results;

public sealed class FitRules
{
    private const string NineCells = "{ width: [8, 16, 32], resolution: [32, 48, 64], seed: [1, 2, 3] }";

    private static readonly JsonElement Recorded = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recorded", "fit.json")))
            .RootElement.GetProperty("cases");

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, Recorded.GetArrayLength())];

    /// <summary>curve_fit from several starts, see bench/peers/record_fit.py.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Coefficients_are_SciPys(int number)
    {
        var recorded = Recorded[number];
        var (macs, errors, counts) = (
            Numbers(recorded, "macs"), Numbers(recorded, "errors"), Numbers(recorded, "counts"));
        var results = GivenResults.Of(
            "{ width: [1, 2, 3, 4, 5, 6, 7, 8, 9], seed: [1, 2, 3, 4] }",
            trial => trial.Parameters.Seed > counts[trial.Parameters.Width!.Value - 1]
                ? null : 1 - errors[trial.Parameters.Width!.Value - 1]);
        results = results with
        {
            Trials =
            [
                .. results.Trials.Select(trial => trial with { Macs = (long)macs[trial.Parameters.Width!.Value - 1] }),
            ],
        };

        var curve = FitQuestion.Of(results).Curve!;

        Assert.Equal(recorded.GetProperty("a").GetDouble(), curve.A.Value, 1e-6);
        Assert.Equal(1, curve.B.Value / recorded.GetProperty("b").GetDouble(), 1e-4);
        Assert.Equal(recorded.GetProperty("c").GetDouble(), curve.C.Value, 1e-5);
        Assert.Equal((9, 9), (curve.Networks, curve.Costs));
    }

    /// <summary>
    /// Sweeps of nine cells with known truth, of which two are not run: 90 % intervals hold the true error in 85 to
    /// 95 of a
    /// hundred cells, of those that were run and of those that were not.
    /// </summary>
    [Theory]
    [InlineData(0.08, 0.1, 0.5, 0.004, 120)]
    [InlineData(0.02, 0.2, 0.25, 0.002, 60)]
    public void Intervals_of_predictions_hold_for_90_percent_of_synthetic_cells(
        double a, double b, double c, double noise, int sweeps)
    {
        var random = new SeededRandom(11);
        var plain = GivenResults.Of(NineCells, _ => 0.5);
        double Truth(long macs) => a + (b * Math.Pow(macs / 1e7, -c));
        var (held, cells, heldNotRun, notRun) = (0, 0, 0, 0);
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            var left = new[] { random.Next(9), random.Next(9) };
            var results = GivenResults.With(
                plain, trial => left.Contains((trial.Trial - 1) / 3)
                    ? null : 1 - Truth(trial.Macs) - (noise * GivenResults.Normal(random)));
            foreach (var prediction in FitQuestion.Of(results).Predictions)
            {
                var holds = prediction.Curve!.Low <= Truth(prediction.Macs)
                    && Truth(prediction.Macs) <= prediction.Curve.High;
                (cells, held) = (cells + 1, held + (holds ? 1 : 0));
                (notRun, heldNotRun) = prediction.Seeds > 0
                    ? (notRun, heldNotRun)
                    : (notRun + 1, heldNotRun + (holds ? 1 : 0));
            }
        }

        Assert.Equal(9 * sweeps, cells);
        Assert.InRange((double)held / cells, 0.85, 0.95);
        Assert.InRange((double)heldNotRun / notRun, 0.82, 0.97);
    }

    /// <summary>As above, with a truth that has its best place within the range.</summary>
    [Fact]
    public void Intervals_of_the_surface_hold_for_90_percent_of_synthetic_cells()
    {
        var random = new SeededRandom(12);
        var plain = GivenResults.Of("{ width: [8, 16, 32], lr: [0.01, 0.03, 0.1, 0.3], seed: [1, 2, 3] }", _ => 0.5);
        double Truth(int width, double lr) =>
            0.12 - (0.02 * Math.Log2(width / 16.0)) + (0.03 * Math.Pow(Math.Log10(lr / 0.05), 2))
            + (0.01 * Math.Log2(width / 16.0) * Math.Log10(lr / 0.05));
        var (held, cells) = (0, 0);
        for (var sweep = 0; sweep < 100; sweep++)
        {
            var left = random.Next(12);
            var fit = FitQuestion.Of(GivenResults.With(
                plain, trial => (trial.Trial - 1) / 3 == left ? null
                    : 1 - Truth(trial.Parameters.Width!.Value,
                    trial.Parameters.Lr) - (0.004 * GivenResults.Normal(random))));
            Assert.Equal(("width", "lr"), (fit.Surface!.X, fit.Surface.Y));
            foreach (var prediction in fit.Predictions)
            {
                var truth = Truth(prediction.Parameters.Width!.Value, prediction.Parameters.Lr);
                (cells, held) = (
                    cells + 1, held + (prediction.Surface!.Low <= truth && truth <= prediction.Surface.High ? 1 : 0));
            }
        }

        Assert.Equal(1_200, cells);
        Assert.InRange((double)held / cells, 0.85, 0.95);
    }

    [Fact]
    public void Cells_that_were_not_run_are_predicted_and_marked_beyond_the_costs()
    {
        var results = GivenResults.Of(
            NineCells, trial => trial.Parameters is { Width: 32, Resolution: 64 } ? null : Law(trial));

        var prediction = FitQuestion.Of(results).Predictions.Single(one => one.Seeds == 0);

        Assert.Equal(
            ("width=32 resolution=64", null, true), (prediction.Label, prediction.Observed, prediction.IsExtrapolated));
        Assert.Equal(0.05 + Math.Pow(prediction.Macs, -0.2), prediction.Curve!.Value, 1e-6);
    }

    [Fact]
    public void Fewer_than_four_costs_are_no_curve_and_fewer_pairs_than_terms_no_surface()
    {
        var few = FitQuestion.Of(GivenResults.Of("{ width: [8, 16, 32], seed: [1, 2] }", Law));
        Assert.Null(few.Curve);
        Assert.Equal(
            [
                "No curve: a curve of three coefficients needs networks of 4 different costs, and 3 are complete.",
                "No surface: a surface needs two swept numeric parameters.",
            ],
            few.Sentences);
        var square = FitQuestion.Of(GivenResults.Of("{ width: [8, 16], resolution: [32, 64] }", Law));
        Assert.Equal("a surface of 4 terms needs 5 pairs of values, and 4 are complete", square.NoSurface);
        var none = FitQuestion.Of(GivenResults.Of(NineCells, _ => null));
        Assert.Equal("No surface: no trial has completed.", none.Sentences[1]);
    }

    [Fact]
    public void What_the_data_do_not_determine_is_said()
    {
        var random = new SeededRandom(3);
        var flat = FitQuestion.Of(GivenResults.Of(NineCells, _ => 0.9 + (0.003 * GivenResults.Normal(random))));
        Assert.Contains("The data do not show that more MACs lower the error.", flat.Sentences);

        // Resolution does not matter, so equal costs have different errors.
        var scattered = FitQuestion.Of(GivenResults.Of(
            NineCells, trial => 0.8 + (0.002 * trial.Parameters.Width) + (0.001 * GivenResults.Normal(random))));
        Assert.True(scattered.Curve!.HasScatter);
        Assert.Contains(
            scattered.Sentences, one => one.StartsWith("Networks scatter about the curve", StringComparison.Ordinal));
        Assert.False(scattered.Surface!.HasScatter);

        var single = FitQuestion.Of(GivenResults.Of("{ width: [8, 16, 24, 32, 48] }", Law));
        Assert.Contains("One seed per cell: scatter about the fit is taken as seed noise.", single.Sentences);
    }

    [Fact]
    public void Each_network_counts_with_its_best_learning_rate()
    {
        var fit = FitQuestion.Of(GivenResults.Of(
            "{ width: [8, 16, 24, 32], lr: [0.01, 0.1] }",
            trial => Law(trial) - (trial.Parameters.Lr > 0.05 ? 0.3 : 0)));

        Assert.Equal(4, fit.Curve!.Networks);
        Assert.Equal(0.05, fit.Curve.A.Value, 1e-4);
        Assert.Contains("Each network counts with its best lr.", fit.Sentences);
    }

    [Fact]
    public void A_fit_repeats()
    {
        var random = new SeededRandom(5);
        var results = GivenResults.Of(NineCells, trial => Law(trial) + (0.002 * GivenResults.Normal(random)));
        Assert.Equal(
            JsonSerializer.Serialize(FitQuestion.Of(results), ApiJson.Options),
            JsonSerializer.Serialize(
                FitQuestion.Of(results with { State = Core.Sweeps.SweepState.Stopped }), ApiJson.Options));
    }

    private static double? Law(TrialResult trial) => 1 - 0.05 - Math.Pow(trial.Macs, -0.2);

    private static double[] Numbers(JsonElement recorded, string key) =>
        [.. recorded.GetProperty(key).EnumerateArray().Select(one => one.GetDouble())];
}
