using VggSweep.Core.Trials;
using VggSweep.TestCluster;

namespace VggSweep.Cluster.Tests;

/// <summary>The short form of <c>bench/chaos</c>, with fixed seeds.</summary>
[Collection(OneAtATime.Name)]
public sealed class Faults
{
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Fifteen_faults_lose_and_double_nothing_and_change_no_weight(long seed)
    {
        await using var cluster = new TestCluster.Cluster { Data = SmallNet.Data(), LeaseTtl = TimeSpan.FromSeconds(3) };
        await cluster.StartServersAsync();
        await cluster.StartCoordinatorAsync();
        var said = new List<string>();
        var run = new ChaosRun(cluster, workers: 2, seed, said.Add);
        var calm = await cluster.SubmitAsync(SmallNet.Sweep("undisturbed", trials: 8));
        await run.FinishAsync(calm);
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("disturbed", trials: 8));
        await run.RunAsync(sweep, faults: 15);
        await run.FinishAsync(sweep);

        Assert.True(run.Violations.Count == 0, string.Join('\n', said));
        Assert.Empty(run.EndedByThemselves);
        var expected = (await cluster.Store.TrialsAsync(calm)).ToDictionary(trial => trial.Number, trial => trial.WeightsHash);
        Assert.All(await cluster.Store.TrialsAsync(sweep), trial =>
        {
            // Three kills in a row may hit one trial before its first epoch: then it is the one that is suspected.
            Assert.True(
                trial.State is TrialState.Completed || trial.Outcome == nameof(TrialOutcome.Quarantined),
                $"trial {trial.Number} is {trial.State}: {trial.Outcome}");
            Assert.True(
                trial.State is not TrialState.Completed || trial.WeightsHash == expected[trial.Number],
                $"trial {trial.Number} has other weights");
        });
    }
}
