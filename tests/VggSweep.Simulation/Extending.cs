using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Grains;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Simulation.Cluster;

namespace VggSweep.Simulation;

/// <summary>A sweep is extended by its own grain: one file after another, and never into something else.</summary>
public sealed class Extending : IDisposable
{
    private readonly World world = new(1, plan: new Plan(1, [], []));
    private readonly string sweep;

    public Extending()
    {
        world.Begin();
        var yaml = Yaml("seed: [0]");
        sweep = Submission
            .CreateAsync(world.Rows, SweepPlan.Make(SweepSpecReader.Read(yaml).Spec!, new PlanConditions(1, null, [])), yaml, null, 0)
            .GetAwaiter()
            .GetResult();
    }

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Twelve_files_at_once_lose_no_seed()
    {
        var replies = Extend([.. Enumerable.Range(1, 12).Select(seed => Yaml($"seed: [{seed}]"))]);
        Assert.All(replies, reply => Assert.Equal(new ExtendReply.Extended(1), reply));
        var trials = await world.Rows.TrialsAsync(sweep);
        Assert.Equal(Enumerable.Range(1, 13), trials.Select(row => row.Number));
        Assert.Equal(
            Enumerable.Range(0, 13).Select(seed => (long)seed),
            trials.Select(row => TrialSpecJson.Read(row.Spec).Value!.Parameters.Seed).Order());
        var seeds = SweepSpecJson
            .Read((await world.Rows.FindSweepAsync(sweep))!.Spec).Value!.Parameters
            .OfType<ParameterSpace.Values>()
            .Single(space => space.Key == "seed");
        Assert.Equal(13, seeds.Items.Count);
    }

    [Fact]
    public async Task The_same_file_twelve_times_adds_its_trials_once()
    {
        var replies = Extend([.. Enumerable.Repeat(Yaml("seed: [0, 1, 2]"), 12)]);
        Assert.Equal(2, replies.Cast<ExtendReply.Extended>().Sum(reply => reply.Trials));
        Assert.Equal(3, (await world.Rows.TrialsAsync(sweep)).Count);
    }

    [Theory]
    [InlineData(SweepState.Paused)]
    [InlineData(SweepState.Stopped)]
    public async Task A_sweep_that_waits_for_a_person_goes_on_waiting(SweepState state)
    {
        await world.Rows.SetSweepStateAsync(sweep, state);
        Assert.Equal(new ExtendReply.Extended(1), Assert.Single(Extend(Yaml("seed: [0, 1]"))));
        Assert.Equal(state, (await world.Rows.FindSweepAsync(sweep))!.State);
    }

    [Fact]
    public async Task A_completed_sweep_runs_again_when_there_is_something_new()
    {
        await world.Rows.SetSweepStateAsync(sweep, SweepState.Completed);
        Assert.Equal(new ExtendReply.Extended(0), Assert.Single(Extend(Yaml("seed: [0]"))));
        Assert.Equal(SweepState.Completed, (await world.Rows.FindSweepAsync(sweep))!.State);
        Assert.Equal(new ExtendReply.Extended(1), Assert.Single(Extend(Yaml("seed: [1]"))));
        Assert.Equal(SweepState.Running, (await world.Rows.FindSweepAsync(sweep))!.State);
    }

    [Fact]
    public async Task A_cancelled_sweep_refuses()
    {
        await world.Rows.SetSweepStateAsync(sweep, SweepState.Cancelled);
        Assert.Contains(
            "is cancelled", Assert.IsType<ExtendReply.Refused>(Assert.Single(Extend(Yaml("seed: [1]")))).Reason,
            StringComparison.Ordinal);
        Assert.Single(await world.Rows.TrialsAsync(sweep));
    }

    [Fact]
    public async Task A_change_of_what_was_begun_is_refused_by_name_and_changes_nothing()
    {
        var before = (await world.Rows.FindSweepAsync(sweep))!;
        var changed = Yaml("seed: [0, 1]")
            .Replace("images: 500", "images: 60000, validationImages: 0", StringComparison.Ordinal)
            .Replace("epochs: 1", "epochs: 2", StringComparison.Ordinal);
        var refused = Assert.IsType<ExtendReply.Refused>(Assert.Single(Extend(changed)));
        Assert.Equal(
            ["network.epochs", "training.images", "training.validationImages"],
            refused.Differences.Select(difference => difference.Path).Order());
        Assert.All(refused.Differences, difference => Assert.Contains($"{difference}", refused.Reason, StringComparison.Ordinal));
        var after = (await world.Rows.FindSweepAsync(sweep))!;
        Assert.Equal((before.Spec, before.SpecYaml), (after.Spec, after.SpecYaml));
        Assert.Single(await world.Rows.TrialsAsync(sweep));
    }

    private static string Yaml(string parameters) =>
        $$"""
        name: tiny
        network: { arch: narrow, head: gap, resolution: 32, epochs: 1 }
        parameters: { {{parameters}} }
        training: { images: 500 }
        """;

    /// <summary>All at once, on a network that delays each as it likes.</summary>
    private List<ExtendReply> Extend(params string[] files)
    {
        var replies = new List<ExtendReply>();
        foreach (var file in files)
        {
            world.Loop.After(
                TimeSpan.Zero, world.Outside,
                async () => replies.Add(await world.Grains.GetGrain<ISweepGrain>(sweep).Extend(file)));
        }

        world.Loop.RunUntil(world.Loop.Elapsed + TimeSpan.FromMinutes(1), () => replies.Count == files.Length);
        Assert.Equal(files.Length, replies.Count);
        return replies;
    }
}
