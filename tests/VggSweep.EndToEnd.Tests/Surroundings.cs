using System.Diagnostics;
using VggSweep.Cli;
using VggSweep.Cli.Running;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.Store;
using VggSweep.Tests;

namespace VggSweep.EndToEnd.Tests;

/// <summary>Machines that lack something: a sentence that names it, the reason and the mend, and an exit code.</summary>
public sealed class Surroundings
{
    private const int Unavailable = 69;
    private const int NoLocks = 71;
    private const int DoesNotFit = 72;

    internal static string Trainer => Path.Combine(
        VggSweepProgram.Repository, "artifacts", "bin", "VggSweep.Trainer",
        new DirectoryInfo(AppContext.BaseDirectory).Name, "VggSweep.Trainer.dll");

    [Fact]
    public async Task A_home_on_a_file_system_without_locks_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml());

        // The runtime then locks as such a file system does: it says yes to everybody.
        var run = (await RunAsync(folder, new() { ["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1" }, "run", "small.yaml")).Expect(NoLocks);

        Assert.Equal(
            $"{folder.Home}: its file system does not support locks, and two runs could overwrite each other; name a "
            + "home on a local disk with --home.",
            run.Error.Trim());
    }

    [Fact]
    public async Task A_space_and_a_semicolon_in_every_path_are_no_matter()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "my sweeps; b"));
        folder.Write("my sweeps; b/small one.yaml", SmallSweep.Yaml(epochs: 1));

        (await VggSweepProgram.RunAsync(folder.Path, "run", "my sweeps; b/small one.yaml", "--home", "my home; Mode=ReadOnly")).Expect(0);
        (await VggSweepProgram.RunAsync(folder.Path, "epochs", "small-1", "1", "--home", "my home; Mode=ReadOnly")).Expect(0);
    }

    [Theory]
    [InlineData("#!/bin/sh\necho \"libtorch.so: /lib/libc.so.6: version 'GLIBC_2.99' not found\" >&2; exit 127\n", "GLIBC_2.99")]
    [InlineData("#!/bin/sh\necho \"Unable to load shared library 'LibTorchSharp'\" >&2; kill -ABRT $$\n", "LibTorchSharp")]
    [InlineData("#!/bin/sh\nkill -KILL $$\n", "exited with code 137")]
    [InlineData("\u007fELF another machine's", "cannot be started: ")]
    [InlineData("#!/nowhere/interpreter\n", "cannot be started: ")]
    public async Task A_trainer_that_does_not_start_is_told_with_its_reason_and_loses_nothing(string program, string reason)
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1));
        var trainer = Program(folder, program);

        var run = (await RunAsync(folder, new() { ["VGGSWEEP_TRAINER"] = trainer }, "run", "small.yaml")).Expect(Unavailable);

        var sentence = Assert.Single(run.Error.Split('\n'), line => line.Contains($"The trainer {trainer}", StringComparison.Ordinal));
        Assert.Contains(reason, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        (await VggSweepProgram.RunAsync(folder.Path, "resume", "small-1")).Expect(0);
    }

    [Fact]
    public async Task A_trainer_that_is_killed_while_it_starts_is_started_again()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1));
        var trainer = Program(
            folder,
            $"#!/bin/sh\nmkdir '{folder.Path}/first' && kill -KILL $$\nmkdir '{folder.Path}/second' && kill -KILL "
            + $"$$\nexec dotnet '{Trainer}' \"$@\"\n");

        (await RunAsync(folder, new() { ["VGGSWEEP_TRAINER"] = trainer }, "run", "small.yaml", "--slots", "1")).Expect(0);

        Assert.True(Directory.Exists(Path.Combine(folder.Path, "second")));
        var log = await File.ReadAllTextAsync(Path.Combine(folder.Home, "logs", "vggsweep.log"), TestContext.Current.CancellationToken);
        Assert.Contains("Slot 1 trains with libtorch 2.", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_that_kills_three_trainers_is_put_aside_with_what_is_known_of_each()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1, widths: "[4]"));
        var trainer = Program(
            folder,
            $"#!/bin/sh\ntail -f /dev/null --pid $$ | dotnet '{Trainer}' serve &\nread order\necho 'the attic is "
            + "full' >&2\nkill -SEGV $$\n");

        var run = (await RunAsync(folder, new() { ["VGGSWEEP_TRAINER"] = trainer }, "run", "small.yaml", "--json")).Expect(1);

        Assert.Equal(1, (int)run.Json["trials"]!["failed"]!);
        Assert.Contains(
            "Quarantined: 3 attempts in a row lost their worker or trainer before recording an epoch: attempt 1 on ",
            run.Error, StringComparison.Ordinal);
        var told = run.Error.ReplaceLineEndings(" ");
        Assert.True(told.Split("signal 11 (segmentation fault)").Length >= 4 && told.Split("the attic is full").Length >= 4, run.Error);

        Assert.Equal("failed", (string?)(await VggSweepProgram.RunAsync(folder.Path, "list", "--json")).Expect(0).Json[0]!["state"]);
        Assert.Contains(
            "vggsweep resume small-1",
            (await VggSweepProgram.RunAsync(folder.Path, "retry", "small-1")).Expect(0).Error, StringComparison.Ordinal);
        (await VggSweepProgram.RunAsync(folder.Path, "resume", "small-1")).Expect(0);
    }

    /// <summary>An empty file in its place, found before the library that the trainer brings.</summary>
    [Fact]
    public async Task A_broken_library_is_named_and_its_trials_wait()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1));
        var library = folder.Write("libtorch.so", "");

        var run =
            (await RunAsync(folder, new() { ["LD_LIBRARY_PATH"] = folder.Path }, "run", "small.yaml", "--slots", "1")).Expect(Unavailable);

        Assert.Contains($"libtorch cannot be loaded: {library}: file too short", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        await AllWaitAsync(folder);
    }

    [Fact]
    public async Task A_data_file_that_is_cut_off_stops_the_run_and_its_trials_wait()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1));
        var data = await CutOffDataAsync(folder, FashionMnistFiles.TestLabels.Name);

        var run = (await VggSweepProgram.RunAsync(folder.Path, "run", "small.yaml", "--data", data)).Expect(Unavailable);
        var doctor = (await VggSweepProgram.RunAsync(folder.Path, "doctor", "--data", data)).Expect(Unavailable);

        var file = Path.Combine(data, FashionMnistFiles.TestLabels.Name);
        Assert.Contains($"The run stopped: {file} is", run.Error, StringComparison.Ordinal);
        Assert.Matches($"bad +data +{file} is not a Fashion-MNIST file", doctor.Output);
        await AllWaitAsync(folder);
        (await VggSweepProgram.RunAsync(folder.Path, "resume", "small-1")).Expect(0);
    }

    [Theory]
    [InlineData(96)]
    [InlineData(256)]
    public async Task A_limit_of_open_files_that_is_too_low_is_named(int limit)
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1));

        var run = (await VggSweepProgram.EndAsync(
            VggSweepProgram.StartByShell($"ulimit -n {limit}; {{}}", ["run", "small.yaml"], folder.Path))).Expect(Unavailable);

        Assert.Equal(
            $"At most {limit} files may be open at once, and VggSweep needs 512; raise the limit with `ulimit -n "
            + "4096`, or LimitNOFILE=4096 in systemd.",
            run.Error.Trim());
        Assert.False(Directory.Exists(folder.Home));
    }

    [Fact]
    public async Task Without_standard_error_and_output_the_run_trains_on_and_its_log_has_what_was_not_shown()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1));

        Directory.CreateDirectory(folder.Home);
        using var firstCheckpoint = new RenameCount(folder.Home, "*.safetensors", 1);
        var run = VggSweepProgram.StartByShell("trap '' HUP; {} >&- 2>&-", ["run", "small.yaml", "--json"], folder.Path);
        await Task.WhenAny(firstCheckpoint.Reached, run.WaitForExitAsync());
        Assert.Equal(0, Signals.Send(run.Id, Signals.HangUp)); // Whoever starts it so wants it to outlive the terminal.

        (await VggSweepProgram.EndAsync(run)).Expect(0);
        await LogHasWhatWasNotShownAsync(folder);
    }

    [Fact]
    public async Task When_whoever_reads_them_has_gone_the_run_trains_on_and_its_log_has_what_was_not_shown()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1));
        using var run = VggSweepProgram.Start(["run", "small.yaml", "--json"], folder.Path);
        run.StandardError.Close();
        run.StandardOutput.Close();

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await run.WaitForExitAsync(patience.Token);

        Assert.Equal(0, run.ExitCode);
        await LogHasWhatWasNotShownAsync(folder);
    }

    [Fact]
    public async Task A_trial_that_needs_more_memory_than_there_is_is_refused_with_the_figures_and_runs_when_forced()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1));
        // 160 MiB, of which two slots have half each
        var small = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0xA000000" };

        var refused = (await RunAsync(folder, small, "run", "small.yaml", "--slots", "2")).Expect(DoesNotFit);
        Assert.Matches("Trial 1 needs about .*B, but a slot has .*B: lower batchSize, width or resolution", refused.Error);

        (await RunAsync(folder, small, "run", "small.yaml", "--slots", "2", "--force")).Expect(0);
    }

    /// <summary>The sweep's state, a trial's end, and the summary that programs read.</summary>
    private static async Task LogHasWhatWasNotShownAsync(TemporaryFolder folder)
    {
        var log = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(folder.Home, "logs")).Single());
        Assert.All(
            (string[])["Not shown: Sweep small-1: 2 trials", "Not shown: trial 2/2 ", "Not shown: Best: trial ",
                "Not shown: {\"sweep\":\"small-1\",\"state\":\"completed\""],
            line => Assert.Contains(line, log, StringComparison.Ordinal));
    }

    private static async Task AllWaitAsync(TemporaryFolder folder)
    {
        await using var store = SweepStore.OpenToRead(folder.Home, TimeProvider.System);
        Assert.All(
            await store.TrialsAsync("small-1"),
            trial => Assert.Equal((TrialState.Pending, 0, 0), (trial.State, trial.Failures, trial.Deaths)));
        Assert.Equal(SweepState.Stopped, (await store.FindSweepAsync("small-1"))!.State);
    }

    private static async Task<string> CutOffDataAsync(TemporaryFolder folder, string name)
    {
        var (real, data) = (await DataFolders.RequireAsync(null, new Terminal()), Path.Combine(folder.Path, "data"));
        Directory.CreateDirectory(data);
        foreach (var file in FashionMnistFiles.All.Where(file => file.Name != name))
        {
            File.CreateSymbolicLink(Path.Combine(data, file.Name), Path.Combine(real, file.Name));
        }

        var whole = await File.ReadAllBytesAsync(Path.Combine(real, name));
        await File.WriteAllBytesAsync(Path.Combine(data, name), whole[..(whole.Length / 2)]);
        return data;
    }

    internal static string Program(TemporaryFolder folder, string text)
    {
        var file = folder.Write("trainer", text);
        Process.Start("chmod", ["+x", file]).WaitForExit();
        return file;
    }

    private static async Task<ProgramResult> RunAsync(
        TemporaryFolder folder, Dictionary<string, string> environment, params string[] arguments) =>
        await VggSweepProgram.EndAsync(
            VggSweepProgram.Start(arguments, folder.Path, input: null, [.. environment.Select(pair => (pair.Key, pair.Value))]));
}
