using VggSweep.Core.Grains;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Trials;
using VggSweep.Simulation.Cluster;
using VggSweep.Store;

namespace VggSweep.Simulation;

/// <summary>A row that cannot be read stops its own trial or sweep, and no other.</summary>
public sealed class UnreadableRows
{
    private const string Healthy = "s2-1";
    private static readonly string Form = ResolvedForm.Unreadable("this version does not read its file");
    private static readonly Machine[] Machines = [new("m1", "avx2", 2, 8L << 30, [])];

    [Theory]
    [InlineData("Running")]
    [InlineData("Pending")]
    [InlineData("Paused")]
    [InlineData("Cancelled")]
    public async Task A_sweep_that_cannot_be_read_stops_no_other(string state)
    {
        using var world = Begin();
        await PlantAsync(world, $"UPDATE sweeps SET spec = {Form}, state = {state} WHERE id = 's1-1'");
        await EndsAsync(world, Healthy);
        Assert.Equal(state, $"{(await world.Rows.FindSweepAsync("s1-1"))!.State}");
        var untouched = state == "Cancelled" ? TrialState.Cancelled : TrialState.Pending;
        Assert.All(await world.Rows.TrialsAsync("s1-1"), row => Assert.Equal((untouched, 0), (row.State, row.Attempts)));
    }

    [Theory]
    [InlineData("{\"epochs\":3}", null)]
    [InlineData("{\"version\":1,", null)]
    [InlineData(null, "{")]
    public async Task A_trial_that_cannot_be_read_stops_no_other_of_its_sweep(string? spec, string? numerics)
    {
        using var world = Begin();
        await PlantAsync(
            world,
            $"UPDATE trials SET spec = COALESCE({spec}, spec), numerics = {numerics} WHERE sweep_id = 's1-1' AND number = 2");
        await EndsAsync(world, "s1-1");
        await EndsAsync(world, Healthy);
        Assert.Equal(
            [TrialState.Completed, TrialState.Pending, TrialState.Completed],
            (await world.Rows.TrialsAsync("s1-1")).Select(row => row.State));
    }

    [Fact]
    public async Task What_is_trained_of_it_is_handed_over_and_the_rest_goes_on_when_it_can_be_read_again()
    {
        using var world = Begin();
        var form = (await world.Rows.FindSweepAsync("s1-1"))!.Spec;
        await UntilAsync(world, async () => (await world.Rows.TrialsAsync("s1-1")).Any(row => row.State is TrialState.Running));
        await PlantAsync(world, $"UPDATE sweeps SET spec = {Form} WHERE id = 's1-1'");
        Restart(world);
        await UntilAsync(world, async () => (await world.Rows.TrialsAsync("s1-1")).All(row => row.State is not TrialState.Running));
        await EndsAsync(world, Healthy);
        Assert.Equal(SweepState.Running, (await world.Rows.FindSweepAsync("s1-1"))!.State);
        Assert.Contains(await world.Rows.TrialsAsync("s1-1"), row => row.State is TrialState.Pending);
        Assert.Empty(await StoreInvariants.CheckAsync(world.Rows, "s1-1"));

        await PlantAsync(world, $"UPDATE sweeps SET spec = {form} WHERE id = 's1-1'");
        Restart(world);
        await EndsAsync(world, "s1-1");
        Assert.All(await world.Rows.TrialsAsync("s1-1"), row => Assert.Equal(TrialState.Completed, row.State));
        Assert.Empty(world.Watch.Violations);
    }

    [Fact]
    public async Task It_can_be_cancelled()
    {
        using var world = Begin();
        await PlantAsync(world, $"UPDATE sweeps SET spec = {Form} WHERE id = 's1-1'");
        world.Loop.After(
            TimeSpan.FromSeconds(1), world.Outside,
            () => world.Ask("cancel", () => world.Grains.GetGrain<ISweepGrain>("s1-1").Cancel(null, "a wish")));
        await UntilAsync(world, async () => (await world.Rows.FindSweepAsync("s1-1"))!.State is SweepState.Cancelled);
        await UntilAsync(world, async () => (await world.Rows.TrialsAsync("s1-1")).All(row => row.State is TrialState.Cancelled));
    }

    private static World Begin()
    {
        var world = new World(1, plan: new Plan(1, Machines, [Sweep(1), Sweep(2)])) { StartsTogether = true };
        world.Begin();
        return world;
    }

    private static SimulatedSweep Sweep(int number) => new(
        $"s{number}", 0, null, 1L << 30, [], IsExact: false,
        [.. Enumerable.Range(1, 3).Select(trial => new SimulatedTrial($"s{number}-1/{trial}", 3, TimeSpan.FromSeconds(2), 0))]);

    /// <summary>The lease book is made again from the rows.</summary>
    private static void Restart(World world)
    {
        foreach (var coordinator in world.Network.Coordinators.ToList())
        {
            coordinator.Node.Crash();
            coordinator.IsListed = false;
            world.Network.Coordinators.Remove(coordinator);
        }

        world.StartCoordinator();
    }

    private static Task<int> PlantAsync(World world, FormattableString statement) =>
        world.Rows.WriteAsync((context, _) => context.Statements.Execute(statement));

    private static Task EndsAsync(World world, string sweep) =>
        UntilAsync(world, async () => (await world.Rows.FindSweepAsync(sweep))!.State is SweepState.Completed);

    private static async Task UntilAsync(World world, Func<Task<bool>> isSo)
    {
        for (var time = world.Loop.Elapsed; !await isSo(); time += TimeSpan.FromSeconds(1))
        {
            Assert.True(
                time < TimeSpan.FromMinutes(10),
                $"not within 10 virtual minutes; the last events:\n{string.Join('\n', world.Watch.Events)}");
            world.Loop.RunUntil(time, () => false);
        }
    }
}
