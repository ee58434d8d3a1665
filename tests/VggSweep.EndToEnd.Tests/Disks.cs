using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.Store;
using VggSweep.Tests;

namespace VggSweep.EndToEnd.Tests;

/// <summary>
/// Disks that are full or read-only: a sentence and its exit code, what is recorded stays readable, and a resume ends
/// it.
/// </summary>
public sealed class Disks
{
    private const int DiskFull = 74;
    private const int ReadOnlyHome = 73;

    /// <summary>Room for a database without its log; for some checkpoints; for most of the run.</summary>
    public static TheoryData<string> Sizes => ["100k", "400k", "700k"];

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_disk_that_fills_up_ends_the_run_with_74_and_a_resume_with_room_ends_the_sweep(string size)
    {
        using var disk = await PrivateDisk.CreateAsync(size);
        await File.WriteAllTextAsync(Path.Combine(disk.FromOutside, "small.yaml"), SmallSweep.Yaml());
        var run = (await disk.RunAsync("run", "small.yaml")).Expect(DiskFull);
        Assert.Contains("the disk is full", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);

        var hasSweep = run.Error.Contains("Sweep small-1:", StringComparison.Ordinal);
        if (hasSweep)
        {
            await IsReadableAsync(disk);
            if (!run.Error.Contains("report.html", StringComparison.Ordinal))
            {
                Assert.Contains("vggsweep resume small-1", run.Error, StringComparison.Ordinal);
            }
        }

        await disk.RemountAsync("size=50m");
        (await disk.RunAsync(hasSweep ? ["resume", "small-1"] : ["run", "small.yaml"])).Expect(0);
        await IsCompleteAsync(disk);
    }

    [Fact]
    public async Task A_disk_that_others_fill_is_readable_and_takes_no_run()
    {
        using var disk = await PrivateDisk.CreateAsync("50m");
        await File.WriteAllTextAsync(Path.Combine(disk.FromOutside, "small.yaml"), SmallSweep.Yaml());
        (await disk.RunAsync("run", "small.yaml")).Expect(0);
        await disk.DoAsync("sh", "-c", "cat /dev/zero > ballast || true");

        await IsReadableAsync(disk);
        (await disk.RunAsync("run", "small.yaml")).Expect(DiskFull);
        var report = (await disk.RunAsync("report", "small-1", "--output", "page")).Expect(DiskFull);
        Assert.StartsWith("page/report.html: cannot be written: the disk is full", report.Error, StringComparison.Ordinal);

        await disk.DoAsync("rm", "ballast");
        (await disk.RunAsync("run", "small.yaml")).Expect(0);
        await IsCompleteAsync(disk);
    }

    [Fact]
    public async Task A_read_only_home_ends_what_writes_with_73_and_is_readable()
    {
        using var disk = await PrivateDisk.CreateAsync("50m");
        await File.WriteAllTextAsync(Path.Combine(disk.FromOutside, "small.yaml"), SmallSweep.Yaml(epochs: 1));
        (await disk.RunAsync("run", "small.yaml")).Expect(0);
        await disk.RemountAsync("ro");

        foreach (var writes in (string[][])[["run", "small.yaml"], ["resume", "small-1"], ["delete", "small-1"], ["gc"]])
        {
            var refused = (await disk.RunAsync(writes)).Expect(ReadOnlyHome);
            Assert.Equal($"{disk.Home}: cannot be written to; make it writable, or name another home with --home.", refused.Error.Trim());
        }

        await IsReadableAsync(disk);
        (await disk.RunAsync("export", "small-1")).Expect(0);
    }

    [Fact]
    public async Task A_run_that_is_killed_before_its_home_becomes_read_only_is_readable_and_goes_on_later()
    {
        using var disk = await PrivateDisk.CreateAsync("50m");
        await File.WriteAllTextAsync(Path.Combine(disk.FromOutside, "small.yaml"), SmallSweep.Yaml());
        Directory.CreateDirectory(disk.HomeFromOutside);
        using var firstCheckpoint = new RenameCount(disk.HomeFromOutside, "*.safetensors", 1);
        var run = disk.StartVggSweep("run", "small.yaml");
        await Task.WhenAny(firstCheckpoint.Reached, run.WaitForExitAsync());
        var trainers = ChildProcesses.Of(run.Id);
        run.Kill();
        await VggSweepProgram.EndAsync(run);
        Assert.All(await Task.WhenAll(trainers.Select(ChildProcesses.IsGoneAsync)), Assert.True);

        await disk.RemountAsync("ro");
        await IsReadableAsync(disk);
        Assert.Equal("stopped", (string?)(await disk.RunAsync("list", "--json")).Json[0]!["state"]);
        (await disk.RunAsync("resume", "small-1")).Expect(ReadOnlyHome);

        await disk.RemountAsync("rw");
        (await disk.RunAsync("resume", "small-1")).Expect(0);
        await IsCompleteAsync(disk);
    }

    private static async Task IsReadableAsync(PrivateDisk disk)
    {
        Assert.Equal("small-1", (string?)(await disk.RunAsync("list", "--json")).Expect(0).Json[0]!["sweep"]);
        Assert.Equal(
            [1, 2],
            (await disk.RunAsync("trials", "small-1", "--json")).Expect(0).Json.AsArray().Select(trial => (int)trial!["trial"]!));
    }

    private static async Task IsCompleteAsync(PrivateDisk disk)
    {
        // From a copy: SQLite resolves the path through the namespace's root to one of this machine.
        using var copy = new TemporaryFolder();
        await disk.DoAsync("cp", "-r", disk.Home, copy.Home);
        await using var store = SweepStore.OpenToRead(copy.Home, TimeProvider.System);
        Assert.Empty(await StoreInvariants.CheckAsync(store, "small-1"));
        Assert.Equal([4, 4], (await store.TrialsAsync("small-1")).Select(trial => trial.Done));
        Assert.Equal(
            ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4"],
            (await store.EpochsInOrderAsync("small-1")).Select(row => $"{row.Trial}.{row.Epoch}").Order());
    }
}
