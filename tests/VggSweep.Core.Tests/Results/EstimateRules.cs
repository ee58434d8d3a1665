using CsCheck;
using VggSweep.Results;

namespace VggSweep.Core.Tests.Results;

public sealed class EstimateRules
{
    private static readonly double[] Some = [0.8761, 0.8823, 0.8799];

    /// <summary>SciPy 1.10: <c>stats.t.interval(0.9, 2, loc, scale)</c>.</summary>
    [Fact]
    public void Mean_deviation_and_interval_are_SciPys()
    {
        var estimate = Estimate.Of(Some);

        Assert.Equal(0.8794333333333334, estimate.Mean, 1e-15);
        Assert.Equal(0.003126233090051556, estimate.Deviation!.Value, 1e-15);
        Assert.Equal(0.8741629593328191, estimate.Low!.Value, 1e-12);
        Assert.Equal(0.8847037073338477, estimate.High!.Value, 1e-12);
    }

    /// <summary>SciPy's <c>ttest_ind(equal_var=False)</c> gives p = 0.024 and p = 0.303.</summary>
    [Fact]
    public void Means_differ_where_Welchs_test_says_so()
    {
        Assert.True(Estimate.Of(Some).Differs(Estimate.Of([0.8702, 0.8745, 0.8683, 0.8731])));
        Assert.False(Estimate.Of(Some).Differs(Estimate.Of([0.8745, 0.8790, 0.8768])));
    }

    [Fact]
    public void One_replicate_says_nothing()
    {
        var one = Estimate.Of([0.5]);

        Assert.Equal((0.5, null, null, 1), (one.Mean, one.Deviation, one.Margin, one.Count));
        Assert.Null(one.Differs(Estimate.Of(Some)));
        Assert.Null(Estimate.Of(Some).Differs(one));
    }

    [Fact]
    public void Replicates_that_never_vary_differ_when_their_means_do()
    {
        Assert.False(Estimate.Of([0.5, 0.5]).Differs(Estimate.Of([0.5, 0.5, 0.5])));
        Assert.True(Estimate.Of([0.5, 0.5]).Differs(Estimate.Of([0.6, 0.6])));
    }

    [Fact]
    public void A_90_percent_interval_holds_the_true_mean_in_85_to_95_of_100_synthetic_cells()
    {
        var random = new SeededRandom(7);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var holds = Enumerable.Range(0, 4_000).Count(cell =>
        {
            var estimate = Estimate.Of([.. Enumerable.Range(0, 2 + (cell % 4)).Select(_ => 0.9 + (0.003 * Normal()))]);
            return estimate.Low <= 0.9 && estimate.High >= 0.9;
        });

        Assert.InRange(holds / 4_000.0, 0.85, 0.95);
    }

    [Fact]
    public void Comparing_is_symmetric_and_nothing_differs_from_itself() =>
        Gen.Select(Gen.Double[0, 1].Array[1, 6], Gen.Double[0, 1].Array[1, 6]).Sample((left, right) =>
        {
            var (a, b) = (Estimate.Of(left), Estimate.Of(right));
            Assert.Equal(a.Differs(b), b.Differs(a));
            Assert.NotEqual(true, a.Differs(a));
        });
}
