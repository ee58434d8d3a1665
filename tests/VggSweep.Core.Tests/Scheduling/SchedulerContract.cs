using CsCheck;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Scheduling;

/// <summary>What holds for every scheduler of the registry.</summary>
public sealed class SchedulerContract
{
    private const int Epochs = 10;

    private static readonly Gen<(int Trials, int Slots, int[] Results, int[] Draws)> Histories =
        Gen.Select(Gen.Int[1, 25], Gen.Int[1, 5], Gen.Int[0, 20].Array[250], Gen.Int[0, 1_000].Array[100]);

    public static TheoryData<string> Names() => [.. Schedulers.Table.All.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Stored_decisions_replay_identically_and_a_changed_one_is_reported(string name) =>
        Histories.Sample((trials, slots, results, draws) =>
        {
            var spec = Spec(name);
            var live = Schedulers.For(spec);
            double Accuracy(int trial, int epoch) => results[((trial * Epochs) % 241) + epoch - 1] / 20.0;
            var sweep = new DrivenSweep(live, trials, Epochs, Accuracy).Run(slots, draws);
            var restored = Schedulers.For(spec);

            Assert.Empty(sweep.Replay(restored));
            Assert.Equal(live.Reached, restored.Reached);
            Assert.All(Enumerable.Range(1, trials), trial => Assert.Equal(StandingOf(live, trial), StandingOf(restored, trial)));
            if (sweep.Stored.FindIndex(one => one.Epoch is not null) is var changed and >= 0)
            {
                sweep.Stored[changed] = sweep.Stored[changed] with { Reason = "another" };
                Assert.NotEmpty(sweep.Replay(Schedulers.For(spec)));
            }
        }, iter: 50);

    /// <summary>Of 27 trials that rank alike at every rung at least one in 3 · 3 · 3 goes on from the rung at 9 epochs.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Some_trial_always_trains_to_its_end(string name) =>
        Gen.Select(Gen.Int[27, 60], Gen.Int[1, 5], Gen.Int[0, 999].Array[60]).Sample((trials, slots, results) =>
        {
            var sweep = new DrivenSweep(Schedulers.For(Spec(name)), trials, Epochs, (trial, _) => results[trial - 1] / 1_000.0);
            Assert.NotEmpty(sweep.Run(slots, [0, 1, 2]).Complete);
        }, iter: 30);

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_options_are_read_stored_and_described(string name)
    {
        var spec = Spec(name);
        Assert.Equal(name, Schedulers.Table.NameOf(spec.Scheduler));
        var stored = SweepSpecJson.Write(spec);
        Assert.Equal(spec.Scheduler, SweepSpecJson.Read(stored).Value!.Scheduler);
        var options = Schedulers.Table.All.Single(method => method.Name == name).Options;
        Assert.Equal(options.Count > 0, stored.Contains($"\"{name}\":{{", StringComparison.Ordinal));
        var reference = File.ReadAllText(Path.Combine(Good.Folder(), "reference.yaml"));
        Assert.Contains($"{name}", reference, StringComparison.Ordinal);
        var described = reference[Math.Max(0, reference.IndexOf($"\n# {name}:", StringComparison.Ordinal))..];
        Assert.All(options, option => Assert.Contains($"\n#   {option.Key}: ", described, StringComparison.Ordinal));
    }

    [Fact]
    public void Options_of_one_scheduler_are_refused_with_another() => Assert.Equal(
        ["x:3:7: asha has no effect: the scheduler is topK; add scheduler: asha, or remove it"],
        SweepSpecReader
            .Read("name: a\nparameters: { lr: 0.1 }\nasha: { eta: 3 }\nscheduler: topK").Errors
            .Select(error => error.Format("x")));

    private static (Verdict Verdict, string Reason) StandingOf(IScheduler scheduler, int trial) =>
        (scheduler.Standing(trial).Verdict, scheduler.Standing(trial).Reason);

    private static SweepSpec Spec(string name) => Good.Spec($"name: a\nparameters: {{ epochs: {Epochs} }}\nscheduler: {name}");
}
