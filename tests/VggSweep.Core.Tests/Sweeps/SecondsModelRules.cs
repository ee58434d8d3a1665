using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Tests.Sweeps;

public sealed class SecondsModelRules
{
    [Fact]
    public void Without_history_the_rate_is_a_guess()
    {
        var model = new SecondsModel([]);

        Assert.True(model.IsGuess);
        Assert.InRange(model.Predict(1_000_000, 1e12), 10, 1_000);
    }

    [Fact]
    public void The_rate_is_the_median_of_the_three_networks_nearest_in_cost()
    {
        var model = new SecondsModel(
        [
            new(1_000, 100, 1), new(1_100, 900, 1), new(900, 200, 1), // near 1,000: rates 100, 900, 200
            new(1_000_000, 5_000, 1), new(2_000_000, 7_000, 1), new(3_000_000, 6_000, 1),
        ]);

        Assert.False(model.IsGuess);
        Assert.Equal(10, model.Predict(1_000, 2_000));
        Assert.Equal(2, model.Predict(10_000_000, 12_000));
    }

    [Fact]
    public void One_measurement_is_enough() => Assert.Equal(4, new SecondsModel([new(1_000, 50, 2)]).Predict(7, 100));
}
