using CsCheck;
using VggSweep.Core.Scheduling;

namespace VggSweep.Core.Tests.Scheduling;

public sealed class RungRules
{
    [Fact]
    public void Ranks_are_those_of_a_sorted_list() => Gen.Int[0, 40].Array[1, 2_000].Sample(draws =>
    {
        var rung = new Rung();
        var arrived = new List<(int Trial, double Value)>();
        foreach (var (draw, index) in draws.Select((draw, index) => (draw, index)))
        {
            var value = draw == 0 ? double.NaN : draw;
            arrived.Add((index + 1, value));
            Assert.Equal(arrived.Count(one => one.Value.CompareTo(value) >= 0), rung.Add(index + 1, value));
        }

        var sorted = arrived.OrderByDescending(one => one.Value).ToList();
        Assert.Equal(sorted, rung.Ranked());
        Assert.Equal(sorted.Count, rung.Count);
        Assert.Equal(sorted, Enumerable.Range(1, rung.Count).Select(rank => (rung.TrialAt(rank), rung.ValueAt(rank))));
    }, iter: 20);
}
