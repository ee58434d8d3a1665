using VggSweep.TestCluster;

namespace VggSweep.Cluster.Tests;

/// <summary>Redis comes back without its data: no program ends, and no second cluster arises on the same database.</summary>
[Collection(OneAtATime.Name)]
public sealed class LostMembership(RunningCluster running, ITestOutputHelper output) : IClassFixture<RunningCluster>
{
    private readonly TestCluster.Cluster cluster = running.Cluster;

    [Fact]
    public async Task An_emptied_Redis_and_a_killed_coordinator_leave_one_cluster_that_trains()
    {
        var first = cluster.Coordinators.Single();
        var second = await cluster.StartCoordinatorAsync();
        var worker = cluster.StartIdleWorker();
        await cluster.UntilAsync("the worker is there", async () => (await cluster.WorkersAsync()).Count == 1);
        var sweep = await cluster.SubmitAsync(SmallNet.Nothing(trials: 10_000));
        await cluster.UntilAsync("it trains", async () => (await cluster.Store.TrialAsync(sweep, 1))!.Done > 0);

        cluster.Redis.Lose();
        await cluster.Redis.StartAsync();
        await first.KillAsync();
        var start = cluster.StartCoordinatorAsync();
        var silence = await cluster.LongestSilenceAsync(() => { }, TimeSpan.FromSeconds(20));
        output.WriteLine($"{silence.TotalSeconds:0.00} s without a record after Redis came back empty and a coordinator was killed");
        var third = await start;
        await cluster.UntilAsync(
            "both coordinators are healthy",
            async () => await cluster.IsHealthyAsync(second) && await cluster.IsHealthyAsync(third),
            TimeSpan.FromSeconds(30));
        foreach (var coordinator in (ClusterProcess[])[second, third])
        {
            Assert.Equal(worker.Name, Assert.Single(await cluster.WorkersAsync(coordinator)).Worker);
        }

        var another = cluster.StartIdleWorker();
        await cluster.UntilAsync(
            "a new worker joins the same cluster", async () => (await cluster.WorkersAsync(third)).Count == 2,
            TimeSpan.FromSeconds(30));
        Assert.True(worker.IsAlive && second.IsAlive && third.IsAlive);
        Assert.InRange(silence, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        await cluster.PostAsync($"sweeps/{sweep}/cancel");
        await Task.WhenAll(worker.StopAsync(), another.StopAsync());
    }
}
