using VggSweep.Core.Sweeps.Planning;
using VggSweep.Worker.Trainers;

namespace VggSweep.Cluster.Tests;

/// <summary>A worker divides its machine as the calibration found best, unless it is told otherwise.</summary>
[Collection(OneAtATime.Name)]
public sealed class CalibratedWorkers(RunningCluster running) : IClassFixture<RunningCluster>, IDisposable
{
    private static readonly LayerRates Rates = new(1e-11, 2e-10, 7e-9, 3e-11, 4e-10, 5e-10);

    private readonly TestCluster.Cluster cluster = running.Cluster;
    private readonly string cache = Directory.CreateTempSubdirectory("vggsweep-cache-").FullName;

    /// <summary>No machine that is not calibrated has three slots of two threads.</summary>
    [Theory]
    [InlineData("", "", 3, 2)]
    [InlineData("5", "", 5, 1)]
    [InlineData("1", "4", 1, 4)]
    public async Task Slots_and_threads_are_those_of_the_calibration_unless_one_is_set(
        string slots, string threads, int expectedSlots, int expectedThreads)
    {
        await CalibrateAsync(new Packing(3, 2, 900), new Packing(2, 1, 700));
        var worker = cluster.StartWorker(1, ("Slots", slots), ("Threads", threads));
        await cluster.UntilAsync(
            "the worker has its slots",
            async () => (await cluster.WorkersAsync()).Any(view => view.Worker == worker.Name && view.Slots > 0));
        var view = Assert.Single(await cluster.WorkersAsync(), view => view.Worker == worker.Name);
        await worker.StopAsync();
        Assert.Equal((expectedSlots, expectedThreads), (view.Slots, view.Numerics.Threads));
    }

    public void Dispose()
    {
        cluster.Surroundings.Remove("XDG_CACHE_HOME");
        Directory.Delete(cache, recursive: true);
    }

    private async Task CalibrateAsync(params Packing[] packings)
    {
        Directory.CreateDirectory(Path.Combine(cache, "vggsweep"));
        await File.WriteAllTextAsync(
            Path.Combine(cache, "vggsweep", "calibration.json"),
            new MachineCalibration(Calibration.MachineName, packings, Rates, null).Write());
        cluster.Surroundings["XDG_CACHE_HOME"] = cache;
    }
}
