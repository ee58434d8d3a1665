using VggSweep.TestCluster;

/// <summary>
/// What the pictures show: the grid of docs/walk.md, halved at three epochs, and a sweep that waits behind it, with the
/// mishaps of a long night.
/// </summary>
internal sealed class WatchedSweeps(Cluster cluster, Prometheus prometheus)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(60);

    /// <returns>The grid's sweep, whose last trial has just ended; the other one trains.</returns>
    public async Task<string> RunAsync()
    {
        var grid = await cluster.SubmitAsync(
            await File.ReadAllTextAsync(Path.Combine(Builds.Repository, "sweeps", "walk.yaml")) + SmallNet.Halving(minimum: 3),
            priority: 10);
        await cluster.SubmitAsync(SmallNet.Sweep("seeds", trials: 12, epochs: 40, images: 2048));
        await WatchUntilAsync("an epoch is recorded", async () => await RecordedAsync(grid) > 0);
        ClusterProcess.Kill(cluster.Workers.First(worker => worker.Trainers().Count > 0).Trainers()[0]);
        await WatchUntilAsync("a third is recorded", async () => await RecordedAsync(grid) > 18);
        await cluster.Workers.First().KillAsync();
        cluster.StartWorker();
        await prometheus.FindTargetsAsync(cluster);
        await WatchUntilAsync("the grid is trained", async () => (await cluster.Store.FindSweepAsync(grid))!.EndedMs is not null);
        return grid;
    }

    /// <summary>Asks the API now and then meanwhile, as people do.</summary>
    private Task WatchUntilAsync(string what, Func<Task<bool>> isSo) => cluster.UntilAsync(
        what, async () => (await cluster.WorkersAsync()).Count > 0 && await isSo(), Longest);

    private async Task<int> RecordedAsync(string sweep) => (await cluster.Store.TrialsAsync(sweep)).Sum(trial => trial.Done);
}
