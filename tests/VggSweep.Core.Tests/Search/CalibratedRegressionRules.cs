using CsCheck;
using VggSweep.Core.Search.GaussianProcess;
using VggSweep.Core.Search.Statistics;

namespace VggSweep.Core.Tests.Search;

public sealed class CalibratedRegressionRules
{
    private const int Surfaces = 40;
    private const double Level = 0.9;

    private static readonly double[] Resolutions = [32, 48, 56, 84];

    /// <summary>
    /// Width, resolution and learning rate with four values each: power laws and a parabola whose top moves with the width.
    /// Accuracies in %; a result's deviation, drawn for each surface, is that of the recorded curves: 0.15 to 1.5 points.
    /// </summary>
    [Theory]
    [InlineData(12)]
    [InlineData(30)]
    public void Intervals_of_90_percent_hold_85_to_95_percent_of_held_out_cells(int known)
    {
        var (cells, held, newHeld, searchHeld) = (0, 0, 0, 0);
        for (var surface = 0; surface < Surfaces; surface++)
        {
            var random = SeededRandom.For(surface, "surface", known);
            var noise = Between(random, 0.15, 1.5);
            var all = Surface(random).Select(cell => (cell.Point, cell.Mean, Key: random.NextDouble()))
                .OrderBy(cell => cell.Key).ToList();
            double[][] points = [.. all.Take(known).Select(cell => cell.Point)];
            double[] results = [.. all.Take(known).Select(cell => cell.Mean + (noise * Gauss(random)))];
            var model = new CalibratedRegression([false, false, false], points, results);
            var standardized = Standardized.Of(results);
            var search = new GaussianRegression(
                points, standardized.Values,
                new KernelFit([false, false, false]).Fit([.. Enumerable.Range(1, known)], points, results));
            foreach (var (point, mean, _) in all.Skip(known))
            {
                var (_, low, high) = model.Predict(point, Level);
                var (_, newLow, newHigh) = model.Predict(point, Level, replicates: 1);
                var (searchMean, searchVariance) = search.Predict(point);
                var margin = Normal.Quantile((1 + Level) / 2) * Math.Sqrt(searchVariance) * standardized.Deviation;
                cells++;
                held += low <= mean && mean <= high ? 1 : 0;
                var result = mean + (noise * Gauss(random));
                newHeld += newLow <= result && result <= newHigh ? 1 : 0;
                searchHeld += Math.Abs(standardized.Original(searchMean) - mean) <= margin ? 1 : 0;
            }
        }

        Assert.InRange(cells, 1_000, int.MaxValue);
        Assert.InRange((double)held / cells, 0.85, 0.95);
        Assert.InRange((double)newHeld / cells, 0.85, 0.95);

        // The model of the search takes one kernel as known, and its intervals are too narrow.
        Assert.InRange((double)searchHeld / cells, 0, 0.85);
    }

    [Fact]
    public void Intervals_narrow_with_the_replicates_and_follow_the_unit_of_the_results()
    {
        var random = SeededRandom.For(5, "units");
        var cells = Surface(random).Take(20).ToList();
        double[][] points = [.. cells.Select(cell => cell.Point)];
        double[] results = [.. cells.Select(cell => cell.Mean + Gauss(random))];
        var percent = new CalibratedRegression([false, false, false], points, results);
        var share = new CalibratedRegression([false, false, false], points, [.. results.Select(result => result / 100)]);
        double[] widths =
        [
            .. new int?[] { 1, 3, 100, null }.Select(count => Width(percent.Predict([0.4, 0.6, 0.5], Level, count))),
        ];

        Assert.Equal(widths.OrderDescending(), widths);
        Assert.Equal(widths[0] / 100, Width(share.Predict([0.4, 0.6, 0.5], Level, 1)), 1e-6);
    }

    [Fact]
    public void Equal_results_give_an_interval_around_them()
    {
        var model = new CalibratedRegression([false], [[0.1], [0.5], [0.9]], [0.7, 0.7, 0.7]);

        var (mean, low, high) = model.Predict([0.3], Level);

        Assert.Equal(0.7, mean, 1e-9);
        Assert.True(low < 0.7 && high > 0.7);
    }

    [Fact]
    public void Quantiles_of_Students_t_are_those_of_MathNet() =>
        Gen.Select(Gen.Int[3, 500], Gen.Double[0.6, 0.975]).Sample((freedom, probability) => Assert.Equal(
            1,
            StudentT.Quantile(probability, freedom)
            / MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, freedom, probability),
            0.005));

    private static double Width((double Mean, double Low, double High) interval) => interval.High - interval.Low;

    private static IEnumerable<(double[] Point, double Mean)> Surface(SeededRandom random)
    {
        var (widthGain, widthPower) = (Between(random, 3, 15), Between(random, 0.3, 1.2));
        var (pixelGain, pixelPower) = (Between(random, 2, 10), Between(random, 0.5, 2));
        var (curvature, top, drift) = (Between(random, 2, 16), Between(random, 0.2, 0.8), Between(random, -0.3, 0.3));
        return
            from width in Enumerable.Range(0, 4)
            from resolution in Enumerable.Range(0, 4)
            from rate in Enumerable.Range(0, 4)
            select (
                new[] { width / 3.0, resolution / 3.0, rate / 3.0 },
                90 - (widthGain * Math.Pow(2, -width * widthPower))
                - (pixelGain * Math.Pow(Resolutions[resolution] / Resolutions[0], -pixelPower))
                - (curvature * Math.Pow((rate / 3.0) - top - (drift * width / 3), 2)));
    }

    private static double Between(SeededRandom random, double low, double high) => low + ((high - low) * random.NextDouble());

    private static double Gauss(SeededRandom random) => Normal.Quantile(Math.Max(random.NextDouble(), 1e-300));
}
