using System.Globalization;
using VggSweep.Core;
using VggSweep.Core.Trials;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.Store;
using VggSweep.Tests;

namespace VggSweep.EndToEnd.Tests;

/// <summary>
/// Real processes, asked to stop by every signal that supervisors send: each stop writes checkpoints, none counts as a death,
/// and the final weights are those of a run that nobody stopped, to the last bit.
/// </summary>
public sealed class Stops(ITestOutputHelper output) : IClassFixture<UninterruptedRun>
{
    private const int Seed = 20261130;
    private const int StopsOfARound = 3;
    private const int MostChanges = 400;
    private const int Interrupted = 130;

    /// <summary>Of the eight that the run writes.</summary>
    private const int MostCheckpoints = 5;

    /// <summary>Each round takes the next three: every signal, and every target.</summary>
    private static readonly (int Signal, string Target)[] Kinds =
    [
        (Signals.Terminate, "group"), (Signals.HangUp, "parent"), (Signals.Interrupt, "child"),
        (Signals.HangUp, "group"), (Signals.Interrupt, "parent"), (Signals.Terminate, "child"),
        (Signals.Interrupt, "group"), (Signals.Terminate, "parent"), (Signals.HangUp, "child"),
    ];

    private static int Wanted => int.Parse(Environment.GetEnvironmentVariable("VGGSWEEP_STOPS") ?? "3", CultureInfo.InvariantCulture);

    /// <summary>One, or as many as VGGSWEEP_STOPS takes.</summary>
    public static TheoryData<int> Rounds => [.. Enumerable.Range(1, (Wanted + StopsOfARound - 1) / StopsOfARound)];

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task A_run_that_is_stopped_again_and_again_ends_as_if_it_had_not_been(int round)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("small.yaml", SmallSweep.Yaml());
        var random = SeededRandom.For(Seed, "stop a run", round);
        Directory.CreateDirectory(folder.Home);
        string[] arguments = ["run", file];
        for (var stop = 0; stop < StopsOfARound; stop++)
        {
            var kind = Kinds[(((round - 1) * StopsOfARound) + stop) % Kinds.Length];
            await StopAsync(folder, arguments, kind, isFirst: stop == 0, random);
            arguments = await HasSweepAsync(folder) ? ["resume", "small-1"] : ["run", file];
        }

        (await VggSweepProgram.RunAsync(folder.Path, arguments)).Expect(0);
        await IsAsUninterruptedAsync(folder);
    }

    /// <summary>The signals come with its first instruction, and are still there when the runtime starts.</summary>
    [Fact]
    public async Task A_trainer_that_is_signalled_while_it_starts_leaves_that_to_its_worker()
    {
        using var folder = new TemporaryFolder();
        var trainer = Surroundings.Program(
            folder,
            $"#!/bin/sh\nkill -TERM $$\nkill -HUP $$\nkill -INT $$\nexec dotnet '{Surroundings.Trainer}' \"$@\"\n");

        await using var started = await Worker.Trainers.TrainerProcess.StartAsync(
            new(trainer), threads: 1, cudaDevice: null, CancellationToken.None);

        Assert.Equal(started.Pid, started.Hello.Pid);
    }

    /// <param name="isFirst">Among the first checkpoints, so that trainers surely run; the others come anywhere.</param>
    private async Task StopAsync(
        TemporaryFolder folder, string[] arguments, (int Signal, string Target) kind, bool isFirst, SeededRandom random)
    {
        var at = 1 + random.Next(isFirst ? MostCheckpoints : MostChanges);
        output.WriteLine($"seed {Seed}: signal {kind.Signal} to the {kind.Target} at {(isFirst ? "checkpoint" : "change")} {at}");
        using var checkpoint = new RenameCount(folder.Home, "*.safetensors", isFirst ? at : int.MaxValue);
        using var change = new KillMoment(folder.Home, isFirst ? int.MaxValue : at);
        var run = VggSweepProgram.StartGroup(arguments, folder.Path);
        await Task.WhenAny(checkpoint.Reached, change.Reached, run.WaitForExitAsync());
        var children = ChildProcesses.Of(run.Id);
        foreach (var target in kind.Target switch { "group" => [-run.Id], "parent" => [run.Id], _ => children })
        {
            _ = Signals.Send(target, kind.Signal);
        }

        var ended = await VggSweepProgram.EndAsync(run);
        if (isFirst)
        {
            ended.Expect(kind.Target == "child" ? 0 : Interrupted);
        }

        // A signal before the run takes it ends the process as it ends any: nothing is trained then.
        Assert.True(
            ended.ExitCode is 0 or Interrupted || ended.ExitCode == 128 + kind.Signal,
            $"exit code {ended.ExitCode}\n{ended.Output}\n{ended.Error}");
        foreach (var child in children)
        {
            Assert.True(await ChildProcesses.IsGoneAsync(child), $"trainer {child} outlived its run");
        }
    }

    private static async Task<bool> HasSweepAsync(TemporaryFolder folder)
    {
        try
        {
            await using var store = SweepStore.OpenToRead(folder.Home, TimeProvider.System);
            return (await store.ListSweepsAsync()).Count > 0;
        }
        catch (StoreProblemException)
        {
            return false; // Stopped before its database was there.
        }
    }

    private static async Task IsAsUninterruptedAsync(TemporaryFolder folder)
    {
        await using var store = SweepStore.OpenToRead(folder.Home, TimeProvider.System);
        Assert.Empty(await StoreInvariants.CheckAsync(store, "small-1"));
        var trials = await store.TrialsAsync("small-1");
        Assert.Equal(UninterruptedRun.Weights, trials.Select(trial => trial.WeightsHash));
        foreach (var trial in trials)
        {
            Assert.Equal((4, 0, 0), (trial.Done, trial.Deaths, trial.Failures));
            var outcomes = (await store.AttemptsAsync("small-1", trial.Number)).Select(attempt => attempt.Outcome).ToList();
            Assert.Equal(nameof(TrialOutcome.Completed), outcomes[^1]);
            Assert.All(outcomes.SkipLast(1), outcome => Assert.Equal(nameof(TrialOutcome.Released), outcome));
        }
    }
}
