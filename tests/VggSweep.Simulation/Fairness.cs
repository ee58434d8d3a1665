using VggSweep.Core.Trials;
using VggSweep.Simulation.Cluster;

namespace VggSweep.Simulation;

/// <summary>Who gets the slots over a long run of the real book, without faults.</summary>
public sealed class Fairness(ITestOutputHelper output)
{
    private const int Sweeps = 20;
    private const int Trials = 90;

    private static readonly TimeSpan Run = TimeSpan.FromHours(1.5);

    private static readonly Machine[] Machines = [new("m1", "avx2", 3, 8L << 30, []), new("m2", "avx2", 2, 8L << 30, [])];

    /// <summary>5 slots for 1.5 h are 22.5 minutes for each of 20 sweeps; the longest attempt takes a minute, 4 % of that.</summary>
    [Fact]
    public void Twenty_sweeps_of_one_priority_get_equal_slot_time_whatever_their_trials_take()
    {
        var shares = SharesOf([.. Enumerable.Range(1, Sweeps).Select(number => Sweep(number, priority: 0, seconds: 5 + (number * 0.75)))]);
        output.WriteLine($"slot time in s: {string.Join(", ", shares.Values.Select(share => $"{share:0}"))}");
        Assert.All(shares.Values, share => Assert.InRange(share / shares.Values.Average(), 0.95, 1.05));
    }

    [Fact]
    public void A_lower_priority_gets_nothing_while_a_higher_one_waits()
    {
        var shares = SharesOf([Sweep(1, priority: 0, seconds: 20), Sweep(2, priority: 5, seconds: 20)], TimeSpan.FromMinutes(5));
        Assert.InRange(shares["s1-1"], 0, 5 * 70);
        Assert.True(shares["s2-1"] > 1_000, $"{shares["s2-1"]}");
    }

    private static SimulatedSweep Sweep(int number, int priority, double seconds) => new(
        $"s{number}", priority, null, 1L << 30, [], IsExact: false,
        [.. Enumerable.Range(1, Trials).Select(trial => new SimulatedTrial($"s{number}-1/{trial}", 1, TimeSpan.FromSeconds(seconds), 0))]);

    private static Dictionary<string, double> SharesOf(IReadOnlyList<SimulatedSweep> sweeps, TimeSpan? run = null)
    {
        using var world = new World(1, plan: new Plan(1, Machines, sweeps)) { StartsTogether = true, HangLimit = TimeSpan.FromMinutes(15) };
        world.Begin();
        world.Loop.RunUntil(run ?? Run, () => false);
        var end = world.Outside.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return sweeps.ToDictionary(sweep => sweep.Id, sweep => world.Rows.HistoriesAsync(sweep.Id).GetAwaiter().GetResult()
            .Where(history => history.Trial.State is not TrialState.Pending)
            .SelectMany(history => history.Attempts).Sum(attempt => ((attempt.EndedMs ?? end) - attempt.StartedMs) / 1000.0));
    }
}
