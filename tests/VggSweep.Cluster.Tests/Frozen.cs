using VggSweep.Core.Sweeps;
using VggSweep.TestCluster;

namespace VggSweep.Cluster.Tests;

/// <summary>What a frozen program costs the others, with the settings that the product comes with: leases of 30 s.</summary>
[Collection(OneAtATime.Name)]
public sealed class Frozen(RunningCluster running, ITestOutputHelper output) : IClassFixture<RunningCluster>
{
    private readonly TestCluster.Cluster cluster = running.Cluster;

    [Fact]
    public async Task A_frozen_worker_delays_no_other_and_says_in_one_sentence_why_it_ends()
    {
        var (frozen, others) = await TrainAsync("frozen-worker");
        var silence = await cluster.LongestSilenceAsync(frozen.Freeze, TimeSpan.FromSeconds(15));
        output.WriteLine($"{silence.TotalSeconds:0.00} s without a record while a worker is frozen");
        await cluster.UntilAsync(
            "the frozen worker is declared dead",
            async () => (await cluster.WorkersAsync()).All(worker => worker.Worker != frozen.Name));
        frozen.Thaw();
        await EndsInOneSentenceAsync(frozen);
        await StopAsync(others);
        Assert.InRange(silence, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_frozen_coordinator_silences_the_cluster_for_less_than_fifteen_seconds()
    {
        var first = cluster.Coordinators.First();
        await cluster.StartCoordinatorAsync();
        var (worker, others) = await TrainAsync("frozen-coordinator");
        var silence = await cluster.LongestSilenceAsync(first.Freeze, TimeSpan.FromSeconds(45));
        output.WriteLine($"{silence.TotalSeconds:0.00} s without a record while a coordinator is frozen");
        first.Thaw();
        await EndsInOneSentenceAsync(first);
        await StopAsync([worker, .. others]);
        Assert.InRange(silence, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    /// <summary>Trials that end at once: each needs a lease, a grain and its place in the directory.</summary>
    private async Task<(ClusterProcess First, ClusterProcess[] Others)> TrainAsync(string name)
    {
        var workers = Enumerable.Range(1, 3).Select(_ => cluster.StartIdleWorker()).ToArray();
        await cluster.UntilAsync("the workers are there", async () => (await cluster.WorkersAsync()).Count == workers.Length);
        var sweep = await cluster.SubmitAsync(
            SmallNet.Nothing(trials: 10_000).Replace("name: nothing", $"name: {name}", StringComparison.Ordinal));
        await cluster.UntilAsync("each worker trains", async () =>
            await cluster.CountAsync(
                $"SELECT count(DISTINCT worker) FROM attempts WHERE sweep_id = '{sweep}' AND ended_ms IS NOT NULL") == workers.Length);
        return (workers[0], workers[1..]);
    }

    private static async Task EndsInOneSentenceAsync(ClusterProcess sleeper)
    {
        try
        {
            await sleeper.EndedAsync().WaitAsync(TimeSpan.FromMinutes(1));
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{sleeper.Name} did not end: {sleeper.Log}");
        }

        Assert.Equal(75, sleeper.ExitCode);
        Assert.True(sleeper.Log.Split('\n').Count(line => line.Contains("declared it dead", StringComparison.Ordinal)) == 1, sleeper.Log);

        // Orleans logs its own warnings, each on one line; a page of stack trace is what a program leaves that crashes.
        Assert.DoesNotContain(sleeper.Log.Split('\n'), line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal));
    }

    private async Task StopAsync(ClusterProcess[] workers)
    {
        foreach (var sweep in (await cluster.Store.ListSweepsAsync()).Where(sweep => !sweep.State.IsEnded()))
        {
            await cluster.PostAsync($"sweeps/{sweep.Id}/cancel");
        }

        await Task.WhenAll(workers.Select(worker => worker.StopAsync()));
    }
}
