using System.Security.Cryptography;
using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests;

/// <summary>A home whose database is damaged or gone: a sentence and an exit code from every command, and no file is touched.</summary>
public sealed class DamagedDatabases
{
    private const int NoInput = 66;
    private const int Damaged = 76;

    [Fact]
    public async Task Every_damage_is_a_sentence_and_overwrites_nothing()
    {
        using var folder = new TemporaryFolder();
        (await VggSweepProgram.RunAsync(folder.Path, "run", folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1)))).Expect(0);
        var database = Path.Combine(folder.Home, "vggsweep.db");
        var good = await File.ReadAllBytesAsync(database);

        (string Name, byte[]? Bytes, string[][] Commands, string Sentence)[] damages =
        [
            (
                "garbage in the header", [.. "x"u8, .. good[1..]],
                [["list"], ["run", "small.yaml"], ["delete", "small-1"]], "the database is damaged"),
            ("half of it", good[..(good.Length / 2)], [["trials", "small-1"], ["resume", "small-1"], ["gc"]], "the database is damaged"),
            ("all but its last page", good[..^4096], [["list"], ["run", "small.yaml"]], "the database is damaged"),
            ("less than a header", good[..50], [["list"], ["gc"]], "the database is damaged"),
            ("nothing of it", [], [["run", "small.yaml"], ["resume", "small-1"], ["delete", "small-1"], ["gc"]], "the database is missing"),
            ("no file", null, [["run", "small.yaml"], ["gc"]], "the database is missing"),
            ("no file", null, [["list"]], "no home here"),
        ];
        foreach (var (name, bytes, commands, sentence) in damages)
        {
            Put(database, bytes);
            var before = Files(folder);
            foreach (var command in commands)
            {
                var ended = (await VggSweepProgram.RunAsync(folder.Path, command)).Expect(
                    sentence == "the database is damaged" ? Damaged : NoInput);
                Assert.StartsWith($"{folder.Home}: {sentence}", ended.Error, StringComparison.Ordinal);
                Assert.Single(ended.Error.Trim().Split('\n'));
                Assert.True(before.SetEquals(Files(folder)), $"{string.Join(' ', command)} touched a home with {name}");
            }
        }

        Put(database, good);
        Assert.Single((await VggSweepProgram.RunAsync(folder.Path, "list", "--json")).Expect(0).Json.AsArray());
    }

    [Fact]
    public async Task A_log_that_was_lost_after_a_kill_loses_its_rows_and_no_more()
    {
        using var folder = new TemporaryFolder();
        (await VggSweepProgram.RunAsync(folder.Path, "run", folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1)))).Expect(0);
        using var checkpoint = new RenameCount(folder.Home, "*.safetensors", 1);
        var run = VggSweepProgram.Start(["run", folder.Write("long.yaml", SmallSweep.Yaml(epochs: 1000))], folder.Path);
        await Task.WhenAny(checkpoint.Reached, run.WaitForExitAsync());
        run.Kill();
        await VggSweepProgram.EndAsync(run);
        var log = Path.Combine(folder.Home, "vggsweep.db-wal");
        Assert.True(File.Exists(log));
        File.Delete(log);

        Assert.Equal(
            ["small-1"],
            (await VggSweepProgram.RunAsync(folder.Path, "list", "--json"))
                .Expect(0).Json.AsArray()
                .Select(sweep => (string?)sweep!["sweep"]));
        var lost = (await VggSweepProgram.RunAsync(folder.Path, "resume", "small-2")).Expect(NoInput);
        Assert.StartsWith("No sweep small-2 in this home; it has small-1.", lost.Error, StringComparison.Ordinal);
    }

    private static void Put(string database, byte[]? bytes)
    {
        File.Delete(database);
        if (bytes is not null)
        {
            File.WriteAllBytes(database, bytes);
        }
    }

    /// <summary>All but what says who was here last.</summary>
    private static HashSet<string> Files(TemporaryFolder folder) =>
    [
        .. Directory.EnumerateFiles(folder.Home, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "holder.json")
            .Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];
}
