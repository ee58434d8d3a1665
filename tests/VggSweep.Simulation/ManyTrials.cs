using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Api;
using VggSweep.Core.Grains;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Trials;
using VggSweep.Simulation.Cluster;

namespace VggSweep.Simulation;

/// <summary>A sweep of a million trials has rows for those that wait, run or ended, and is shown in parts.</summary>
public sealed class ManyTrials : IDisposable
{
    private const string Yaml =
        """
        name: many
        network: { arch: narrow, head: gap, resolution: 32, epochs: 1 }
        parameters: { lr: { logUniform: [0.001, 1] } }
        search: { method: random, maxTrials: 1000000 }
        training: { images: 500 }
        """;

    private readonly World world = new(1, plan: new Plan(1, [], []));

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Trials_are_proposed_while_others_end_and_listed_in_pages()
    {
        world.Begin();
        var spec = SweepSpecReader.Read(Yaml).Spec!;
        var plan = SweepPlan.Make(spec, new PlanConditions(1, null, []), Proposer.MostWaiting);
        var sweep = await Submission.CreateAsync(world.Rows, plan, Yaml, null, 0);
        Assert.Empty(await world.Rows.TrialsAsync(sweep));

        Await(sweep, grain => grain.Start());
        Assert.Equal((1_000, 1_000), await StandingAsync(sweep));
        for (var trial = 1; trial <= 501; trial++)
        {
            await CompleteAsync(sweep, trial);
            var number = trial;
            Await(sweep, grain => grain.Left(number, TrialState.Completed, nameof(TrialOutcome.Completed)));
        }

        Assert.Equal((1_500, 1_500), await StandingAsync(sweep));
        var details = await SweepRows.DetailsAsync(world.Rows, (await world.Rows.FindSweepAsync(sweep))!);
        Assert.Equal((1_000, 1_500, 998_500), (details.Trials.Count, details.Counts.Values.Sum(), details.ToPropose));
        Assert.Equal(501, details.Trials.Count(trial => trial.State is TrialState.Completed));
        Assert.Equal(300, details.Best!.Trial);

        var pages = new List<int>();
        for (int? next = 1; next is { } from;)
        {
            var page = await SweepRows.PageAsync(world.Rows, sweep, from, SweepDetails.MostTrials);
            pages.AddRange(page.Trials.Select(trial => trial.Trial));
            next = page.Next;
        }

        Assert.Equal(Enumerable.Range(1, 1_500), pages);
    }

    /// <summary>Number 300 is the best.</summary>
    private async Task CompleteAsync(string sweep, int trial)
    {
        var numerics = new Numerics("cpu", "", "", 1, "fp32");
        await world.Rows.LeaseAsync(sweep, trial, 0, "worker", TimeSpan.FromHours(1), numerics);
        var record = new EpochRecord(1, 1, 0.5, 1, 0.9 - (Math.Abs(trial - 300) / 1000.0), 1);
        await world.Rows.RecordEpochAsync(sweep, trial, 1, record);
        var weights = new CheckpointReference(1, 0, 1, "weights", "hash", 1);
        await world.Rows.EndAttemptAsync(
            sweep, trial, 1, new TrialOutcome.Completed(1, 0.5, weights, 1), TrialState.Completed, isDeath: false);
    }

    /// <returns>Stored trials, and the index of the next proposal.</returns>
    private async Task<(int Stored, int? Proposed)> StandingAsync(string sweep) =>
        ((await world.Rows.CountTrialsAsync(sweep)).Values.Sum(), (await world.Rows.FindSweepAsync(sweep))!.Proposed);

    private void Await(string sweep, Func<ISweepGrain, Task> ask)
    {
        var isDone = false;
        world.Loop.After(TimeSpan.Zero, world.Outside, async () =>
        {
            await ask(world.Grains.GetGrain<ISweepGrain>(sweep));
            isDone = true;
        });
        world.Loop.RunUntil(world.Loop.Elapsed + TimeSpan.FromMinutes(1), () => isDone);
        Assert.True(isDone);
    }
}
