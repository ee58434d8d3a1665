using VggSweep.Simulation.Checks;
using VggSweep.Simulation.Cluster;

namespace VggSweep.Simulation;

/// <summary>What became of one history.</summary>
/// <param name="Commits">Writes to the database.</param>
/// <param name="LateRecords">Records that a fence kept out of the next attempt.</param>
internal sealed record History(
    long Seed, IReadOnlyList<string> Violations, IReadOnlyCollection<string> Events, IReadOnlyDictionary<string,
    int> Faults, long Commits, int LateRecords)
{
    private static readonly TimeSpan LongestMend = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(8);

    /// <summary>Runs the world with faults, then without until every sweep has ended.</summary>
    public static History Run(long seed, Func<long, World>? make = null)
    {
        using var world = (make ?? (drawn => new World(drawn)))(seed);
        var disturbed = world.Scope.Disturbed;
        var faults = new Faults(world);
        world.Begin();
        faults.Schedule();
        for (var time = CheckEvery; world.Watch.Violations.Count == 0 && time <= disturbed + LongestMend; time += CheckEvery)
        {
            world.Loop.RunUntil(time, () => world.Watch.Violations.Count > 0);
            Rules.CheckAlways(world);
            if (time >= disturbed && Rules.IsOver(world))
            {
                Rules.CheckEnd(world, faults);
                break;
            }

            if (time == disturbed + LongestMend)
            {
                world.Watch.Violate($"not over {LongestMend.TotalMinutes} minutes after the last fault: {Rules.Open(world)}");
            }
        }

        return new History(
            seed, world.Watch.Violations, world.Watch.Events, world.Watch.Counts, world.Database.Commits,
            world.Watch.LateRecords);
    }

    public override string ToString() =>
        $"Seed {Seed} (VGGSWEEP_SEED={Seed} replays it):\n{string.Join('\n', Violations)}\nThe last events:\n{string.Join('\n', Events)}";
}
