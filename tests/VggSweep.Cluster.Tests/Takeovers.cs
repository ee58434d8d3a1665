using VggSweep.Core.Trials;
using VggSweep.Store;
using VggSweep.TestCluster;

namespace VggSweep.Cluster.Tests;

/// <summary>Who dies is replaced in time, with the settings that the product comes with: leases of 30 s.</summary>
[Collection(OneAtATime.Name)]
public sealed class Takeovers(RunningCluster running) : IClassFixture<RunningCluster>
{
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(30);

    private readonly TestCluster.Cluster cluster = running.Cluster;

    [Fact]
    public async Task Trials_of_a_killed_worker_train_elsewhere_within_a_lease_and_five_seconds()
    {
        var victim = cluster.StartWorker();
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("killed", trials: 1, epochs: 200));
        await RecordsAsync(sweep, 2);
        await victim.KillAsync();
        var heir = cluster.StartWorker();
        await cluster.UntilAsync(
            "the trial trains elsewhere", async () => (await cluster.Store.TrialAsync(sweep, 1))!.Worker == heir.Name,
            Ttl + TimeSpan.FromSeconds(5));
        var done = (await cluster.Store.TrialAsync(sweep, 1))!.Done;
        await RecordsAsync(sweep, done + 1);
        await EndAsync(sweep, heir);
    }

    [Fact]
    public async Task Records_flow_again_within_fifteen_seconds_of_a_coordinators_death()
    {
        var worker = cluster.StartWorker();
        var first = cluster.Coordinators.Single();
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("orphaned", trials: 1, epochs: 200));
        await cluster.StartCoordinatorAsync();
        await RecordsAsync(sweep, 2);
        await first.KillAsync();
        var done = (await cluster.Store.TrialAsync(sweep, 1))!.Done;
        await RecordsAsync(sweep, done + 1, TimeSpan.FromSeconds(15));
        Assert.Single(await cluster.Store.AttemptsAsync(sweep, 1));
        await EndAsync(sweep, worker);
    }

    /// <summary>Its checkpoint is as small as the network: the time is all its own.</summary>
    [Fact]
    public async Task A_worker_that_is_asked_to_end_hands_over_within_ten_seconds()
    {
        var leaver = cluster.StartWorker();
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("handed-over", trials: 1, epochs: 200));
        await RecordsAsync(sweep, 1);
        await leaver.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0, leaver.ExitCode);
        Assert.Equal(
            (TrialState.Pending, "Released"),
            ((await cluster.Store.TrialAsync(sweep, 1))!.State, (await cluster.Store.TrialAsync(sweep, 1))!.Outcome));
        Assert.NotEmpty(await cluster.Store.CheckpointsAsync(sweep, 1));
        var heir = cluster.StartWorker();
        await RecordsAsync(sweep, (await cluster.Store.TrialAsync(sweep, 1))!.Done + 1);
        await EndAsync(sweep, heir);
    }

    private Task RecordsAsync(string sweep, int epochs, TimeSpan? patience = null) => cluster.UntilAsync(
        $"{sweep} has {epochs} epochs", async () => (await cluster.Store.TrialAsync(sweep, 1))!.Done >= epochs, patience);

    private async Task EndAsync(string sweep, ClusterProcess worker)
    {
        await cluster.PostAsync($"sweeps/{sweep}/cancel");
        await worker.StopAsync();
        Assert.Empty(await StoreInvariants.CheckAsync(cluster.Store, sweep));
    }
}
