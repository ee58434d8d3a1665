using System.Globalization;
using System.Text.Json.Nodes;
using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests;

/// <summary>A second program at a home where one trains: what reads works, what writes is refused and names the holder.</summary>
public sealed class WhileARunIsOn
{
    private const int HomeInUse = 75;

    [Fact]
    public async Task What_reads_works_what_writes_is_refused_and_a_killed_run_is_shown_as_stopped()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("long.yaml", SmallSweep.Yaml(epochs: 1000, images: 4096));
        Directory.CreateDirectory(folder.Home);
        using var firstCheckpoint = new RenameCount(folder.Home, "*.safetensors", 1);
        var run = VggSweepProgram.Start(["run", file], folder.Path);
        try
        {
            await Task.WhenAny(firstCheckpoint.Reached, run.WaitForExitAsync());
            await ReadsAsync(folder);
            await IsRefusedAsync(folder, run.Id);
        }
        finally
        {
            run.Kill();
        }

        await VggSweepProgram.EndAsync(run);
        Assert.Equal("stopped", await StateAsync(folder));
        var trials = (await VggSweepProgram.RunAsync(folder.Path, "trials", "small-1", "--json")).Expect(0).Json.AsArray();
        Assert.All(trials, trial => Assert.Equal("pending", (string?)trial!["state"]));
        (await VggSweepProgram.RunAsync(folder.Path, "delete", "small-1")).Expect(0);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(folder.Home, "sweeps")));
    }

    private static async Task ReadsAsync(TemporaryFolder folder)
    {
        Assert.Equal("running", await StateAsync(folder));
        var trials = (await VggSweepProgram.RunAsync(folder.Path, "trials", "small-1", "--json")).Expect(0).Json.AsArray();
        var trained = trials.First(trial => (int)trial!["epochs"]! > 0)!;
        Assert.Equal("running", (string?)trained["state"]);
        var number = ((int)trained["trial"]!).ToString(CultureInfo.InvariantCulture);
        Assert.NotEmpty((await VggSweepProgram.RunAsync(folder.Path, "epochs", "small-1", number, "--json")).Expect(0).Json.AsArray());
        var export = (await VggSweepProgram.RunAsync(folder.Path, "export", "small-1", "--format", "json")).Expect(0);
        Assert.NotNull(JsonNode.Parse(export.Output));
        (await VggSweepProgram.RunAsync(folder.Path, "report", "small-1", "--output", "report")).Expect(0);
        Assert.True(File.Exists(Path.Combine(folder.Path, "report", "report.html")));
    }

    private static async Task IsRefusedAsync(TemporaryFolder folder, int holder)
    {
        foreach (var writes in (string[][])[["run", "long.yaml"], ["resume", "small-1"], ["delete", "small-1"], ["gc"]])
        {
            var refused = (await VggSweepProgram.RunAsync(folder.Path, writes)).Expect(HomeInUse);
            Assert.Matches(
                $@"^{folder.Home} is in use by process {holder} \(sweep small-1, since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC\); "
                + @"wait for it, or name another home with --home\.$",
                refused.Error.Trim());
        }
    }

    private static async Task<string?> StateAsync(TemporaryFolder folder) =>
        (string?)(await VggSweepProgram.RunAsync(folder.Path, "list", "--json")).Expect(0).Json[0]!["state"];
}
