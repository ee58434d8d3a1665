using System.Diagnostics;
using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests;

/// <summary>Machines that lack something: a sentence that names it, the reason and the mend, and an exit code.</summary>
public sealed class Surroundings
{
    private const int Unavailable = 69;
    private const int NoLocks = 71;
    private const int DoesNotFit = 72;

    private static string Trainer => Path.Combine(
        VggSweepProgram.Repository, "artifacts", "bin", "VggSweep.Trainer", new DirectoryInfo(AppContext.BaseDirectory).Name, "VggSweep.Trainer.dll");

    [Fact]
    public async Task A_home_on_a_file_system_without_locks_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml());

        // The runtime then locks as such a file system does: it says yes to everybody.
        var run = (await RunAsync(folder, new() { ["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1" }, "run", "small.yaml")).Expect(NoLocks);

        Assert.Equal(
            $"{folder.Home}: its file system keeps no locks, so that two runs could overwrite each other; name a home on a local disk with --home.", run.Error.Trim());
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
        var trainer = Program(folder, $"#!/bin/sh\nmkdir '{folder.Path}/first' && kill -KILL $$\nmkdir '{folder.Path}/second' && kill -KILL $$\nexec dotnet '{Trainer}' \"$@\"\n");

        (await RunAsync(folder, new() { ["VGGSWEEP_TRAINER"] = trainer }, "run", "small.yaml", "--slots", "1")).Expect(0);

        Assert.True(Directory.Exists(Path.Combine(folder.Path, "second")));
    }

    [Fact]
    public async Task A_trial_that_kills_three_trainers_is_put_aside_with_what_is_known_of_each()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1, widths: "[4]"));
        var trainer = Program(folder, $"#!/bin/sh\ntail -f /dev/null --pid $$ | dotnet '{Trainer}' serve &\nread order\necho 'the attic is full' >&2\nkill -SEGV $$\n");

        var run = (await RunAsync(folder, new() { ["VGGSWEEP_TRAINER"] = trainer }, "run", "small.yaml", "--json")).Expect(1);

        Assert.Equal(1, (int)run.Json["trials"]!["failed"]!);
        Assert.Contains("Quarantined: 3 attempts in a row ended with their worker or trainer and recorded nothing: attempt 1 on ", run.Error, StringComparison.Ordinal);
        var told = run.Error.ReplaceLineEndings(" ");
        Assert.True(told.Split("signal 11 (segmentation fault)").Length >= 4 && told.Split("the attic is full").Length >= 4, run.Error);
    }

    [Fact]
    public async Task A_trial_that_needs_more_memory_than_there_is_is_refused_with_the_figures_and_runs_when_forced()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1));
        var small = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0xA000000" }; // 160 MiB, of which two slots have half each

        var refused = (await RunAsync(folder, small, "run", "small.yaml", "--slots", "2")).Expect(DoesNotFit);
        Assert.Matches("trial 1: needs about .*B, and a slot has .*B: lower batchSize, width or resolution", refused.Error);

        (await RunAsync(folder, small, "run", "small.yaml", "--slots", "2", "--force")).Expect(0);
    }

    private static string Program(TemporaryFolder folder, string text)
    {
        var file = folder.Write("trainer", text);
        Process.Start("chmod", ["+x", file]).WaitForExit();
        return file;
    }

    private static async Task<ProgramResult> RunAsync(TemporaryFolder folder, Dictionary<string, string> environment, params string[] arguments) =>
        await VggSweepProgram.EndAsync(VggSweepProgram.Start(arguments, folder.Path, input: null, [.. environment.Select(pair => (pair.Key, pair.Value))]));
}
