using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Grains;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Simulation.Cluster;

namespace VggSweep.Simulation;

/// <summary>A person adds a configuration to a sweep.</summary>
public sealed class Enqueuing : IDisposable
{
    private const string Yaml =
        """
        name: tiny
        network: { arch: narrow, head: gap, resolution: 32, epochs: 1 }
        parameters: { width: [4, 8], lr: { logUniform: [0.01, 0.2] } }
        search: { method: tpe, maxTrials: 2 }
        training: { images: 500 }
        """;

    private readonly World world = new(1, plan: new Plan(1, [], []));
    private readonly string sweep;

    public Enqueuing()
    {
        world.Begin();
        var plan = SweepPlan.Make(SweepSpecReader.Read(Yaml).Spec!, new PlanConditions(1, null, []));
        sweep = Submission.CreateAsync(world.Rows, plan, Yaml, null, 0).GetAwaiter().GetResult();
    }

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Asked_twelve_times_it_is_added_once()
    {
        var replies = Enqueue([.. Enumerable.Repeat(Settings("8", "0.1"), 12)]);
        Assert.Equal(new ExtendReply.Extended(1), Assert.Single(replies.OfType<ExtendReply.Extended>()));
        Assert.All(
            replies.OfType<ExtendReply.Refused>(),
            refused => Assert.Contains("has this configuration already", refused.Reason, StringComparison.Ordinal));
        var trial = TrialSpecJson.Read(Assert.Single(await world.Rows.TrialsAsync(sweep)).Spec).Value!.Parameters;
        Assert.Equal((8, 0.1), (trial.Width, trial.Lr));
        Assert.Equal(
            (Proposer.Enqueue, "width=8 lr=0.1 was asked for"),
            (await world.Rows.DecisionsAsync(sweep)).Select(row => (row.Kind, row.Reason)).Single());
    }

    [Theory]
    [InlineData("16", "0.1", "width cannot be '16'; give one of 4, 8.")]
    [InlineData("8", "1", "lr cannot be '1'; give a number from 0.01 to 0.2.")]
    [InlineData("8", null, "lr is missing; give a number from 0.01 to 0.2.")]
    public async Task What_the_space_does_not_have_is_refused(string width, string? lr, string reason)
    {
        var refused = Assert.IsType<ExtendReply.Refused>(Assert.Single(Enqueue(Settings(width, lr))));
        Assert.Equal(reason, refused.Reason);
        Assert.Empty(await world.Rows.TrialsAsync(sweep));
    }

    [Theory]
    [InlineData(SweepState.Completed, SweepState.Running)]
    [InlineData(SweepState.Paused, SweepState.Paused)]
    public async Task A_completed_sweep_runs_again_and_a_paused_one_waits(SweepState before, SweepState after)
    {
        await world.Rows.SetSweepStateAsync(sweep, before);
        Assert.Equal(new ExtendReply.Extended(1), Assert.Single(Enqueue(Settings("4", "0.02"))));
        Assert.Equal(after, (await world.Rows.FindSweepAsync(sweep))!.State);
    }

    private static Dictionary<string, string> Settings(string width, string? lr) =>
        lr is null ? new() { ["width"] = width } : new() { ["width"] = width, ["lr"] = lr };

    private List<ExtendReply> Enqueue(params Dictionary<string, string>[] asked)
    {
        var replies = new List<ExtendReply>();
        foreach (var settings in asked)
        {
            world.Loop.After(
                TimeSpan.Zero, world.Outside,
                async () => replies.Add(await world.Grains.GetGrain<ISweepGrain>(sweep).Enqueue(settings)));
        }

        world.Loop.RunUntil(world.Loop.Elapsed + TimeSpan.FromMinutes(1), () => replies.Count == asked.Length);
        return replies;
    }
}
