using System.Text.Json.Nodes;
using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests;

/// <summary>Every command on a sweep that was trained for real, as a person types it.</summary>
public sealed class Commands
{
    [Fact]
    public async Task A_sweep_file_becomes_trained_trials_and_every_command_tells_of_them()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("small.yaml", SmallSweep.Yaml(epochs: 2));
        var run = (await VggSweepProgram.RunAsync(folder.Path, "run", file, "--json")).Expect(0).Json;
        Assert.Equal(("small-1", "completed", 2), ((string)run["sweep"]!, (string)run["state"]!, (int)run["trials"]!["completed"]!));
        Assert.InRange((double)run["best"]!["testAccuracy"]!, 0.05, 1);

        var list = (await VggSweepProgram.RunAsync(folder.Path, "list", "--json")).Expect(0).Json.AsArray();
        Assert.Equal(["sweep", "name", "state", "trials", "created", "problem"], Keys(list[0]!));
        var trials = (await VggSweepProgram.RunAsync(folder.Path, "trials", "small-1", "--json")).Expect(0).Json.AsArray();
        Assert.Equal(
            ["trial", "state", "parameters", "epochs", "validationAccuracy", "testAccuracy", "attempts", "seconds", "outcome"],
            Keys(trials[0]!));
        var epochs = (await VggSweepProgram.RunAsync(folder.Path, "epochs", "small-1", "2", "--json")).Expect(0).Json.AsArray();
        Assert.Equal([1, 2], epochs.Select(epoch => (int)epoch!["epoch"]!));
        Assert.Equal(
            ["epoch", "trainLoss", "trainAccuracy", "validationLoss", "validationAccuracy", "seconds", "attempt"],
            Keys(epochs[0]!));

        (await VggSweepProgram.RunAsync(folder.Path, "export", "small-1", "--format", "csv", "--output", "trials.csv")).Expect(0);
        Assert.Equal(3, (await File.ReadAllLinesAsync(Path.Combine(folder.Path, "trials.csv"))).Length);
        (await VggSweepProgram.RunAsync(folder.Path, "report", "small-1", "--output", "report")).Expect(0);
        var page = await File.ReadAllTextAsync(Path.Combine(folder.Path, "report", "report.html"));
        Assert.Contains("\"worker\":", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script src", page, StringComparison.Ordinal);

        // A pipe gets the text too, unless it asks for JSON.
        Assert.Contains(
            "Best: trial ", (await VggSweepProgram.RunAsync(folder.Path, "resume", "small-1")).Expect(0).Output,
            StringComparison.Ordinal);
        (await VggSweepProgram.RunAsync(folder.Path, "gc")).Expect(0);
        Assert.Equal(2, Directory.EnumerateFiles(folder.Home, "weights-*.safetensors", SearchOption.AllDirectories).Count());
        // A home that is given is meant, whatever the environment says of a server.
        var deleted = (await VggSweepProgram.EndAsync(VggSweepProgram.Start(
            ["delete", "small-1", "--home", folder.Home], folder.Path, input: null, ("VGGSWEEP_SERVER", "http://127.0.0.1:1")))).Expect(0);
        Assert.StartsWith($"Delete small-1 in {folder.Home}.", deleted.Error, StringComparison.Ordinal);
        Assert.Empty((await VggSweepProgram.RunAsync(folder.Path, "list", "--json")).Expect(0).Json.AsArray());
    }

    [Fact]
    public async Task A_bad_file_tells_all_its_mistakes_and_creates_nothing()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("bad.yaml", "name: bad\nparameters:\n  widht: [8]\n  lr: [0]\n");
        var result = (await VggSweepProgram.RunAsync(folder.Path, "run", file)).Expect(65);
        Assert.Contains("bad.yaml:3:3: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("bad.yaml:4:8: ", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Home));
    }

    [Fact]
    public async Task A_missing_file_a_wrong_option_and_a_missing_home_have_their_codes()
    {
        using var folder = new TemporaryFolder();
        (await VggSweepProgram.RunAsync(folder.Path, "run", "nowhere.yaml")).Expect(66);
        (await VggSweepProgram.RunAsync(folder.Path, "run", "--slots", "0", "x.yaml")).Expect(2);
        (await VggSweepProgram.RunAsync(folder.Path, "list")).Expect(66);
    }

    private static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(entry => entry.Key);
}
