using System.Diagnostics;
using System.Globalization;
using VggSweep.Core;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.Store;
using VggSweep.Tests;

namespace VggSweep.EndToEnd.Tests;

/// <summary>
/// Real processes, killed for real: after a resume every epoch is there once and the final weights are those of a run
/// that nobody killed, to the last bit.
/// </summary>
public sealed class Kills(ITestOutputHelper output) : IClassFixture<UninterruptedRun>
{
    private const int Seed = 20261124;
    private const int MostChanges = 400;

    private const int KillsOfARound = 3;

    private static int Wanted => int.Parse(Environment.GetEnvironmentVariable("VGGSWEEP_KILLS") ?? "9", CultureInfo.InvariantCulture);

    /// <summary>Three, or as many as VGGSWEEP_KILLS takes.</summary>
    public static TheoryData<int> Rounds => [.. Enumerable.Range(1, (Wanted + KillsOfARound - 1) / KillsOfARound)];

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task A_run_that_is_killed_again_and_again_ends_as_if_it_had_not_been(int round)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("small.yaml", SmallSweep.Yaml(checkpointEvery: 1 + ((round - 1) % 3)));
        var random = SeededRandom.For(Seed, "kill a run", round);
        Directory.CreateDirectory(folder.Home);
        string[] arguments = ["run", file];
        for (var kill = 0; kill < KillsOfARound; kill++)
        {
            var changes = 1 + random.Next(MostChanges);
            output.WriteLine($"seed {Seed}, round {round}: kill {kill + 1} at change {changes}");
            await KillAtAsync(folder, arguments, changes);
            arguments = await HasSweepAsync(folder) ? ["resume", "small-1"] : ["run", file];
        }

        await EndsAsUninterruptedAsync(folder, arguments);
    }

    [Fact]
    public async Task A_kill_within_the_first_migration_is_no_obstacle()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("small.yaml", SmallSweep.Yaml());
        Directory.CreateDirectory(folder.Home);
        foreach (var changes in (int[])[4, 7, 10])
        {
            await KillAtAsync(folder, ["run", file], changes);
        }

        string[] arguments = await HasSweepAsync(folder) ? ["resume", "small-1"] : ["run", file];
        await EndsAsUninterruptedAsync(folder, arguments);
    }

    [Fact]
    public async Task A_trainer_that_is_killed_alone_is_replaced()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("small.yaml", SmallSweep.Yaml());
        Directory.CreateDirectory(folder.Home);
        using var firstCheckpoint = new RenameCount(folder.Home, "*.safetensors", 1);
        var run = VggSweepProgram.Start(["run", file], folder.Path);
        await Task.WhenAny(firstCheckpoint.Reached, run.WaitForExitAsync());
        var trainers = ChildProcesses.Of(run.Id);
        Assert.NotEmpty(trainers);
        Process.GetProcessById(trainers[0]).Kill();

        (await VggSweepProgram.EndAsync(run)).Expect(0);
        await IsAsUninterruptedAsync(folder, "small-1", UninterruptedRun.Weights);
    }

    [Fact]
    public async Task A_damaged_newest_checkpoint_falls_back_to_the_one_before()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("small.yaml", SmallSweep.Yaml());
        Directory.CreateDirectory(folder.Home);
        using var watcher = new RenameCount(folder.Home, "*.safetensors", 4);
        var run = VggSweepProgram.Start(["run", file], folder.Path);
        await Task.WhenAny(watcher.Reached, run.WaitForExitAsync());
        run.Kill();
        await VggSweepProgram.EndAsync(run);
        foreach (var newest in await NewestCheckpointsAsync(folder))
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Home, newest), "damaged");
        }

        await EndsAsUninterruptedAsync(folder, ["resume", "small-1"]);
    }

    [Fact]
    public async Task Ctrl_C_writes_checkpoints_and_says_how_to_resume()
    {
        using var folder = new TemporaryFolder();

        // One trial after the other, and long ones: the second is still to come when the first has its first checkpoint,
        // however slow or fast the machine. Threads are part of a trial's numerics, so that both runs name them.
        var file = folder.Write("small.yaml", SmallSweep.Yaml(images: 4_096));
        Directory.CreateDirectory(folder.Home);
        using var moment = new RenameCount(folder.Home, "*.safetensors", 1);
        var run = VggSweepProgram.Start(["run", file, "--slots", "1", "--threads", "1"], folder.Path);
        await Task.WhenAny(moment.Reached, run.WaitForExitAsync());
        Assert.Equal(0, Signals.Send(run.Id, Signals.Interrupt));

        var ended = (await VggSweepProgram.EndAsync(run)).Expect(130);
        Assert.Contains("Stopping: running trials write a checkpoint.", ended.Error, StringComparison.Ordinal);
        Assert.Contains("vggsweep resume small-1", ended.Error, StringComparison.Ordinal);
        (await VggSweepProgram.RunAsync(folder.Path, "resume", "small-1", "--threads", "1")).Expect(0);
        await IsAsUninterruptedAsync(folder, "small-1", await UninterruptedRun.TrainAsync(SmallSweep.Yaml(images: 4_096)));
    }

    private static async Task KillAtAsync(TemporaryFolder folder, string[] arguments, int changes)
    {
        using var moment = new KillMoment(folder.Home, changes);
        var run = VggSweepProgram.Start(arguments, folder.Path);
        var children = await moment.KillAsync(run);
        await VggSweepProgram.EndAsync(run);
        foreach (var child in children)
        {
            Assert.True(await ChildProcesses.IsGoneAsync(child), $"trainer {child} outlived its run");
        }
    }

    private static async Task<bool> HasSweepAsync(TemporaryFolder folder)
    {
        var listed = await VggSweepProgram.RunAsync(folder.Path, "list", "--json");
        return listed.ExitCode == 0 && listed.Json.AsArray().Count > 0;
    }

    private static async Task EndsAsUninterruptedAsync(TemporaryFolder folder, string[] arguments)
    {
        (await VggSweepProgram.RunAsync(folder.Path, arguments)).Expect(0);
        await IsAsUninterruptedAsync(folder, "small-1", UninterruptedRun.Weights);
    }

    private static async Task IsAsUninterruptedAsync(TemporaryFolder folder, string sweep, IReadOnlyList<string?> weights)
    {
        await using var store = SweepStore.OpenToRead(folder.Home, TimeProvider.System);
        Assert.Empty(await StoreInvariants.CheckAsync(store, sweep));
        var trials = await store.TrialsAsync(sweep);
        Assert.All(trials, trial => Assert.Equal(4, trial.Done));
        Assert.Equal(weights, trials.Select(trial => trial.WeightsHash));
    }

    private static async Task<IReadOnlyList<string>> NewestCheckpointsAsync(TemporaryFolder folder)
    {
        await using var store = SweepStore.OpenToRead(folder.Home, TimeProvider.System);
        var files = new List<string>();
        foreach (var trial in await store.TrialsAsync("small-1"))
        {
            files.AddRange((await store.CheckpointsAsync("small-1", trial.Number)).Take(1).Select(checkpoint => checkpoint.Path));
        }

        return files;
    }
}
