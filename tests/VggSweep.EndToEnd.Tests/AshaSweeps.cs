using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests;

/// <summary>Successive halving with trainers that train.</summary>
public sealed class AshaSweeps
{
    [Fact]
    public async Task Trials_pause_resume_and_end_early_and_every_decision_repeats_from_the_rows()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml(epochs: 4, widths: "[4, 6, 8, 12]") + "\nscheduler: asha\nasha: { eta: 2 }\n");

        (await VggSweepProgram.RunAsync(folder.Path, "run", "small.yaml")).Expect(0);

        // Rungs after 1, 2 and 4 epochs: of 4 trials 2 go on from the first and 1 from the second.
        var trials = (await VggSweepProgram.RunAsync(folder.Path, "trials", "small-1", "--json")).Expect(0).Json.AsArray();
        Assert.All(trials, trial => Assert.Contains((string)trial!["state"]!, (string[])["completed", "pruned"]));
        Assert.InRange(trials.Count(trial => (string)trial!["state"]! == "completed"), 1, 2);
        var events = (await VggSweepProgram.RunAsync(folder.Path, "events", "small-1", "--json")).Expect(0).Json.AsArray();

        // Whether one that waited is promoted depends on who reports first: whoever comes later and better goes on at once.
        Assert.Superset(new HashSet<string> { "Pause", "Prune" }, events.Select(one => (string)one!["kind"]!).ToHashSet());
        Assert.All(
            events.Where(one => (string)one!["kind"]! is "Pause" or "Promote"),
            one => Assert.Contains("rank", (string)one!["reason"]!, StringComparison.Ordinal));
        var replay = (await VggSweepProgram.RunAsync(folder.Path, "events", "small-1", "--replay")).Expect(0);
        Assert.EndsWith("all with the same result.", replay.Error.Trim(), StringComparison.Ordinal);

        // Nothing is left of the checkpoints of trials that ended while they waited.
        Assert.Equal(
            trials.Count(trial => (string)trial!["state"]! == "completed"),
            Directory.EnumerateFiles(folder.Home, "*.safetensors", SearchOption.AllDirectories).Count());
    }
}
