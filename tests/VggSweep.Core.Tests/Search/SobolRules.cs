using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using CsCheck;
using VggSweep.Core.Search;
using VggSweep.Core.Search.Sobol;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Search;

public sealed class SobolRules
{
    private const double Scale = 1UL << 32;

    /// <summary>See bench/peers/record_sobol.py.</summary>
    [Fact]
    public void The_first_thousand_points_in_ten_dimensions_are_SciPys()
    {
        var recorded = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recorded", "sobol.json"))).RootElement;
        var sequence = SobolSequence.Plain(10);
        uint[][] points =
        [
            .. Enumerable.Range(0, 1_000).Select(index => sequence.Point((uint)index).Select(place => (uint)(place * Scale)).ToArray()),
        ];

        Assert.Equal(
            recorded.GetProperty("first").EnumerateArray().Select(row => row.EnumerateArray().Select(place => place.GetUInt32())),
            points.Take(16));
        Assert.Equal(
            recorded.GetProperty("sha256").GetString(),
            Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<uint>(points.SelectMany(point => point).ToArray()))));
    }

    [Fact]
    public void Scrambling_keeps_a_net_one_point_in_each_interval_of_every_coordinate() => Gen.Long.Sample(
        seed =>
        {
            var sequence = SobolSequence.Scrambled(DirectionNumbers.MostDimensions, seed, "test");
            double[][] points = [.. Enumerable.Range(0, 64).Select(index => sequence.Point((uint)index))];
            for (var dimension = 0; dimension < DirectionNumbers.MostDimensions; dimension++)
            {
                Assert.Equal(Enumerable.Range(0, 64), points.Select(point => (int)(point[dimension] * 64)).Order());
            }
        },
        iter: 20);

    [Fact]
    public void A_scrambled_point_is_uniform_over_the_seeds()
    {
        double[] places = [.. Enumerable.Range(0, 4_000).Select(seed => SobolSequence.Scrambled(2, seed, "test").Point(5)[1])];

        // 1,000 are expected in each quarter; five standard deviations are 137.
        Assert.All(Enumerable.Range(0, 4), quarter => Assert.InRange(places.Count(place => (int)(place * 4) == quarter), 863, 1_137));
    }

    [Fact]
    public void A_finite_space_is_proposed_once_each_in_a_seeded_order()
    {
        var orders = Enumerable.Range(0, 10).Select(seed => Proposals.All(new SobolSampler(Good.Spec($$"""
            name: a
            parameters: { width: { int: [8, 20] }, resolution: [32, 48, 56], batchNorm: [true, false], seed: [1, 2] }
            search: { seed: {{seed}}, maxTrials: 1000, method: random }
            """)))).ToList();

        Assert.All(orders, order => Assert.Equal(13 * 3 * 2 * 2, order.Distinct().Count()));
        Assert.All(orders, order => Assert.Equal(13 * 3 * 2 * 2, order.Count));
        Assert.Equal(
            10,
            orders.Select(order => string.Join(' ', order.Select(trial => $"{trial.Width}/{trial.Resolution}"))).Distinct().Count());
    }

    [Fact]
    public void A_proposal_does_not_depend_on_the_order_of_the_questions()
    {
        var spec = Good.Spec(
            "name: a\nparameters: { width: { int: [8, 20] }, lr: { logUniform: [0.01, 1] } }\nsearch: { method: random, maxTrials: 50 }");
        var (forward, backward) = (new SobolSampler(spec), new SobolSampler(spec));

        var last = backward.Propose(49, SearchHistory.Empty);
        Assert.Equal(
            Enumerable.Range(0, 50).Select(index => forward.Propose(index, SearchHistory.Empty)),
            Enumerable.Range(0, 50).Select(index => backward.Propose(index, SearchHistory.Empty)));
        Assert.Equal(last, forward.Propose(49, SearchHistory.Empty));
        Assert.Null(forward.Propose(50, SearchHistory.Empty));
    }
}
