using VggSweep.Core.Scheduling.Hyperband;
using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Tests.Scheduling;

public sealed class HyperbandSchedulerRules
{
    /// <summary>The table for R = 81 and η = 3: what begins in each bracket, and at how many epochs it is first compared.</summary>
    [Fact]
    public void The_brackets_are_the_papers() => Assert.Equal(
        [new Bracket(4, 81, 1), new Bracket(3, 34, 3), new Bracket(2, 15, 9), new Bracket(1, 8, 27), new Bracket(0, 5, 81)],
        Bracket.All(1, 81, 3));

    [Theory]
    [InlineData(1, 81, 3)]
    [InlineData(1, 80, 3)]
    [InlineData(2, 100, 4)]
    [InlineData(1, 10_000, 2)]
    [InlineData(5, 5, 3)]
    public void Brackets_follow_the_formulas(int least, int most, int eta)
    {
        var brackets = Bracket.All(least, most, eta);
        var halvings = Enumerable.Range(0, 20).Last(s => (decimal)least * (decimal)Math.Pow(eta, s) <= most);
        Assert.Equal(Enumerable.Range(0, halvings + 1).Reverse(), brackets.Select(bracket => bracket.Halvings));
        Assert.All(brackets, bracket =>
        {
            var power = (decimal)Math.Pow(eta, bracket.Halvings);
            Assert.Equal((int)Math.Ceiling((halvings + 1) * power / (bracket.Halvings + 1)), bracket.Trials);
            Assert.Equal((double)most / (double)power, bracket.Minimum);
        });
    }

    [Theory]
    [InlineData(81, 3)]
    [InlineData(1_000, 2)]
    public void A_round_fills_each_bracket_exactly_and_evenly(int most, int eta)
    {
        var brackets = Bracket.All(1, most, eta);
        var round = Bracket.Round(brackets);
        Assert.Equal(brackets.Select(bracket => bracket.Trials), brackets.Select((_, index) => round.Count(one => one == index)));
        for (var length = 1; length <= round.Count; length++)
        {
            var counts = brackets.Select((_, index) => round.Take(length).Count(one => one == index)).ToList();
            Assert.All(
                brackets.Zip(counts),
                pair => Assert.InRange(pair.Second - ((double)pair.First.Trials * length / round.Count), -2, 2));
            length += round.Count / 50;
        }
    }

    [Fact]
    public void Each_bracket_halves_its_own_trials_from_its_own_first_rung()
    {
        const int Epochs = 9;
        var brackets = Bracket.All(1, Epochs, 3);
        var round = Bracket.Round(brackets);
        var scheduler = new HyperbandScheduler(new HyperbandSpec(), Epochs, Objective.ValidationAccuracy);
        var sweep = new DrivenSweep(scheduler, 2 * round.Count, Epochs, (trial, _) => 1 - (trial / 100.0)).Run(2, [0, 1, 3]);

        for (var index = 0; index < brackets.Count; index++)
        {
            var own = Enumerable.Range(1, 2 * round.Count).Where(trial => round[(trial - 1) % round.Count] == index).ToList();
            var (minimum, halvings) = ((int)brackets[index].Minimum, brackets[index].Halvings);
            Assert.All(own, trial => Assert.InRange(sweep.EpochsOf(trial), minimum, Epochs));

            // The best come first, so that no trial goes on that others put behind later.
            Assert.Equal(halvings == 0 ? 0 : own.Count / 3, own.Count(trial => sweep.EpochsOf(trial) > minimum));
            Assert.Equal(minimum, sweep.Stored.First(one => own.Contains(one.Trial!.Value)).Epoch);
            Assert.All(
                sweep.Stored.Where(one => own.Contains(one.Trial!.Value)),
                one => Assert.StartsWith($"bracket {halvings}: ", one.Reason, StringComparison.Ordinal));
        }
    }
}
