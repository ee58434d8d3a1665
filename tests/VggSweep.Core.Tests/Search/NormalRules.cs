using System.Text.Json;
using CsCheck;
using VggSweep.Core.Search.GaussianProcess;
using VggSweep.Core.Search.Statistics;

namespace VggSweep.Core.Tests.Search;

/// <summary>Against mpmath, see bench/peers/record_normal.py.</summary>
public sealed class NormalRules
{
    private static readonly JsonElement[] Rows = [.. JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recorded", "normal.json"))).RootElement.GetProperty("rows").EnumerateArray()];

    [Fact]
    public void The_logarithm_of_the_distribution_function_is_mpmaths() =>
        Assert.All(Rows, row => AssertClose(row[1].GetDouble(), Normal.LogCdf(row[0].GetDouble())));

    [Fact]
    public void The_logarithm_of_the_expected_improvement_is_mpmaths() =>
        Assert.All(Rows, row => AssertClose(row[2].GetDouble(), ExpectedImprovement.LogStandard(row[0].GetDouble())));

    [Fact]
    public void A_quantile_is_the_inverse_of_the_distribution_function() => Gen.Double[-36, 36].Sample(z =>
    {
        var probability = Normal.Cdf(-Math.Abs(z));

        Assert.Equal(-Math.Abs(z), Normal.Quantile(probability), 1e-10);
    });

    [Fact]
    public void The_mass_of_an_interval_is_a_difference_of_the_distribution_function() => Gen.Select(Gen.Double[-5, 5], Gen.Double[0.01, 5]).Sample((low, width) =>
        Assert.Equal(Normal.Cdf(low + width) - Normal.Cdf(low), Math.Exp(Normal.LogMass(low, low + width)), 1e-14));

    /// <summary>To 1e-12 of the value or of 1, whichever is greater.</summary>
    private static void AssertClose(double expected, double actual) => Assert.Equal(expected, actual, 1e-12 * Math.Max(1, Math.Abs(expected)));
}
