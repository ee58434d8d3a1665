using System.Text.Json;
using CsCheck;
using VggSweep.Core.Search.GaussianProcess;
using VggSweep.Core.Search.Statistics;

namespace VggSweep.Core.Tests.Search;

/// <summary>Against mpmath, see bench/peers/record_normal.py.</summary>
public sealed class NormalRules
{
    private static readonly JsonElement[] Rows = [.. JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recorded", "normal.json")))
            .RootElement.GetProperty("rows").EnumerateArray()];

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
    public void The_mass_of_an_interval_is_a_difference_of_the_distribution_function() =>
        Gen.Select(Gen.Double[-5, 5], Gen.Double[0.01, 5]).Sample((low, width) =>
        Assert.Equal(Normal.Cdf(low + width) - Normal.Cdf(low), Math.Exp(Normal.LogMass(low, low + width)), 1e-14));

    [Fact]
    public void The_mass_of_a_narrow_interval_is_the_sum_of_its_parts_far_out_too() =>
        Gen.Select(Gen.Double[-45, 45], Gen.Double[0.001, 0.02]).Sample((middle, width) =>
        {
            // The parts take the short way, and forty of them together the long one.
            var parts = Enumerable
                .Range(-20, 40)
                .Select(part => Normal.LogMass(middle + (part * width), middle + ((part + 1) * width)))
                .ToList();
            var greatest = parts.Max();
            var whole = Normal.LogMass(middle - (20 * width), middle + (20 * width));

            Assert.Equal(whole, greatest + Math.Log(parts.Sum(part => Math.Exp(part - greatest))), 1e-10 + (1e-13 * Math.Abs(whole)));
        });

    /// <summary>To 1e-12 of the value or of 1, whichever is greater.</summary>
    private static void AssertClose(double expected, double actual) =>
        Assert.Equal(expected, actual, 1e-12 * Math.Max(1, Math.Abs(expected)));
}
