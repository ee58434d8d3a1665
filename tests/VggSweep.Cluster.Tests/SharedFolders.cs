using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Store;
using VggSweep.TestCluster;
using VggSweep.Tests;

namespace VggSweep.Cluster.Tests;

/// <summary>A shared folder that is lost or full holds uploads up, and nothing else; what is not published is not completed.</summary>
[Collection(OneAtATime.Name)]
public sealed class SharedFolders(RunningCluster running) : IClassFixture<RunningCluster>, IAsyncLifetime
{
    private const int Epochs = 20;

    private readonly TestCluster.Cluster cluster = running.Cluster;
    private readonly string files = Directory.CreateTempSubdirectory("vggsweep-mount-").FullName;
    private readonly string disk = Directory.CreateTempSubdirectory("vggsweep-disk-").FullName;
    private readonly string scratch = Directory.CreateTempSubdirectory("vggsweep-local-").FullName;
    private MountNamespace mounts = null!;

    public async ValueTask InitializeAsync() => mounts = await MountNamespace.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        // One that a failed test left would take the next test's trial.
        foreach (var worker in cluster.Workers.ToList())
        {
            await worker.KillAsync();
        }

        mounts.Dispose();
        Directory.Delete(files, recursive: true);
        Directory.Delete(disk, recursive: true);
        Directory.Delete(scratch, recursive: true);
    }

    [Fact]
    public async Task A_trial_whose_mount_is_lost_completes_when_it_is_back_and_writes_nothing_under_the_mount_point()
    {
        File.Copy(await MarkAsync(), Path.Combine(disk, ".vggsweep-files"));
        await mounts.DoAsync("mount", "--bind", disk, files);
        var worker = cluster.StartWorker(mounts.Enter, 1, ("Files", files), ("Scratch", scratch));
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("unmounted", trials: 1, Epochs));
        await UntilAsync(sweep, trial => trial.Done >= 1);
        await mounts.DoAsync("umount", "-l", files);
        await UntilAsync(sweep, trial => trial.Done == Epochs);
        await SaysAsync(worker, $"{files} is not the cluster's shared folder");
        Assert.Equal(TrialState.Running, (await TrialAsync(sweep)).State);

        await mounts.DoAsync("mount", "--bind", disk, files);
        await CompletedAsync(sweep);
        Assert.Empty(Directory.EnumerateFileSystemEntries(files));
        Assert.True(File.Exists(Path.Combine(disk, (await TrialAsync(sweep)).WeightsPath!)));
        await worker.StopAsync();
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch));
    }

    [Fact]
    public async Task A_full_shared_folder_ends_no_worker_and_every_trial_completes_once_there_is_room()
    {
        await mounts.DoAsync("mount", "-t", "tmpfs", "-o", "size=2m", "none", files);
        File.Copy(await MarkAsync(), Path.Combine(mounts.FromOutside(files), ".vggsweep-files"));

        // The default scratch folder, where it is this test's alone.
        await mounts.DoAsync("mount", "--bind", scratch, "/var/tmp");
        var worker = cluster.StartWorker(mounts.Enter, 1, ("Files", files), ("Scratch", ""));
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("full", trials: 2, Epochs));
        await UntilAsync(sweep, trial => trial.Done >= 1);
        await FillUntilSaidAsync(files, worker, $"to {files}: ");
        await UntilAsync(sweep, trial => trial.Done == Epochs);
        Assert.DoesNotContain(
            worker.Log.Split('\n'),
            line => line.Contains("coordinators", StringComparison.Ordinal) && line.Contains(files, StringComparison.Ordinal));
        Assert.InRange(Directory.EnumerateFiles(scratch, "*", SearchOption.AllDirectories).Count(), 1, 4);
        Assert.Equal(TrialState.Running, (await TrialAsync(sweep)).State);

        await mounts.DoAsync("rm", $"{files}/ballast");
        await CompletedAsync(sweep);
        Assert.Contains("The shared folder can be used again", worker.Log, StringComparison.Ordinal);
        Assert.All(await cluster.Store.TrialsAsync(sweep), trial => Assert.Equal(1, trial.Attempts));
        await worker.StopAsync();
    }

    [Fact]
    public async Task A_trial_that_waits_for_room_can_be_cancelled()
    {
        await mounts.DoAsync("mount", "-t", "tmpfs", "-o", "size=2m", "none", files);
        File.Copy(await MarkAsync(), Path.Combine(mounts.FromOutside(files), ".vggsweep-files"));
        await mounts.DoAsync("sh", "-c", $"cat /dev/zero > {files}/ballast || true");
        var worker = cluster.StartWorker(mounts.Enter, 1, ("Files", files), ("Scratch", scratch));
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("given-up", trials: 1, epochs: 2));
        await UntilAsync(sweep, trial => trial.Done == 2);
        await cluster.PostAsync($"sweeps/{sweep}/cancel");
        await UntilAsync(sweep, trial => trial.State is TrialState.Cancelled);
        await worker.StopAsync();
    }

    [Fact]
    public async Task A_full_scratch_folder_ends_no_worker_and_its_trial_completes_once_there_is_room()
    {
        await mounts.DoAsync("mount", "-t", "tmpfs", "-o", "size=2m", "none", scratch);
        var worker = cluster.StartWorker(mounts.Enter, 1, ("Scratch", scratch));
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("full-scratch", trials: 1, epochs: 100));
        await UntilAsync(sweep, trial => trial.Done >= 1);
        await FillUntilSaidAsync(scratch, worker, $"No space for checkpoints in {scratch}");
        await mounts.DoAsync("rm", $"{scratch}/ballast");
        await CompletedAsync(sweep);
        await worker.StopAsync();
    }

    [Fact]
    public async Task What_a_killed_worker_left_in_scratch_is_gone_when_the_next_one_is_there()
    {
        var mine = Path.Combine(scratch, "mine.safetensors");
        await File.WriteAllTextAsync(mine, "not the program's");
        var victim = cluster.StartWorker(1, ("Scratch", scratch));
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("left-behind", trials: 1, epochs: 200));
        await UntilAsync(sweep, trial => trial.Done >= 1);
        await victim.KillAsync();
        var old = Directory.EnumerateDirectories(scratch).Single();
        var heir = cluster.StartWorker(1, ("Scratch", scratch));
        await cluster.UntilAsync(
            "the scratch folder is the heir's alone",
            () => Task.FromResult(Directory.EnumerateDirectories(scratch).Count() == 1 && !Directory.Exists(old)));
        Assert.True(File.Exists(mine));
        await cluster.PostAsync($"sweeps/{sweep}/cancel");
        await heir.StopAsync();
    }

    /// <summary>The first worker of the cluster writes the mark; the disks of the others have it.</summary>
    private async Task<string> MarkAsync()
    {
        var mark = Path.Combine(cluster.Files, ".vggsweep-files");
        if (!File.Exists(mark))
        {
            var first = cluster.StartWorker();
            await cluster.UntilAsync(
                "the worker is there",
                async () => (await cluster.WorkersAsync()).Any(worker => worker.Worker == first.Name));
            await first.StopAsync();
        }

        return mark;
    }

    private Task SaysAsync(ClusterProcess worker, string words) => cluster.UntilAsync(
        $"{worker.Name} says '{words}'", () => Task.FromResult(worker.Log.Contains(words, StringComparison.Ordinal)));

    /// <summary>Filled again at each look: a checkpoint that was being written leaves room when it goes.</summary>
    private Task FillUntilSaidAsync(string folder, ClusterProcess worker, string words) => cluster.UntilAsync(
        $"{worker.Name} says '{words}'",
        async () =>
        {
            await mounts.DoAsync("sh", "-c", $"cat /dev/zero >> {folder}/ballast || true");
            return worker.Log.Contains(words, StringComparison.Ordinal);
        });

    private async Task<TrialRow> TrialAsync(string sweep) => (await cluster.Store.TrialAsync(sweep, 1))!;

    private Task UntilAsync(string sweep, Func<TrialRow, bool> isSo) => cluster.UntilAsync(
        $"trial 1 of {sweep} is as awaited", async () => isSo(await TrialAsync(sweep)));

    private async Task CompletedAsync(string sweep)
    {
        await cluster.UntilAsync(
            $"{sweep} completes", async () => (await cluster.Store.FindSweepAsync(sweep))!.State is SweepState.Completed);
        Assert.All(await cluster.Store.TrialsAsync(sweep), trial => Assert.Equal(TrialState.Completed, trial.State));
        Assert.Empty(await StoreInvariants.CheckAsync(cluster.Store, sweep));
    }
}
