using System.Security.Cryptography;
using System.Text.RegularExpressions;
using CsCheck;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.Store;

namespace VggSweep.EndToEnd.Tests;

/// <summary>
/// Command lines at random, in this process: each ends with an exit code of docs/cli.md, without a stack trace, and what is
/// refused changes nothing. <c>CsCheck_Seed</c> replays one.
/// </summary>
[Collection(nameof(Alone))]
public sealed partial class CommandLines
{
    private const int Usage = 2;

    /// <summary>All but 70, which means a bug.</summary>
    private static readonly int[] Documented = [.. CommandReference.ExitCodes.Except([70])];

    /// <summary>They train, serve or measure: their lines name no home, and are only read.</summary>
    private static readonly string[] Long = ["run", "resume", "train", "serve", "coordinator", "worker", "calibrate", "doctor"];

    private static readonly string[] Numbers =
        ["--slots", "--threads", "--priority", "--width", "--resolution", "--channels", "--classes", "--dense", "--batch"];

    private static readonly string[] Values =
    [
        "", " ", "abc", "0", "1", "-1", "2.0", "1e3", "007", "99999999999", "2147483648", "-2147483649", "0x10", "１",
        "1\u200b", "\0", "a\0b", "\n", "é", "𝄞", "\ud800", "--", "@x", "@",
        "/dev/null/x", "nope-1", "tiny-1", "tiny-1/..", "good.yaml", "bad.yaml", "out", "csv", "parquet", "cuda", "gap",
        "vgg11", "alexnet", "lr=0.1", "=", "http://127.0.0.1:1",
        "http://", "[", "{}", "%n%s", "$(x)", new string('x', 300), new string('y', 5_000),
    ];

    private static readonly string[] BadNumbers = ["abc", "", "2.0", "99999999999", "-1.5", "0x1", "1 2", "1\u200b", "NaN", "1,000"];

    [Fact]
    public async Task Every_command_line_ends_with_a_documented_code_and_what_is_refused_changes_nothing()
    {
        using var folder = await PreparedAsync();
        var commands = await CommandsAsync(folder.Path);
        var option = Gen.Select(Gen.Int[0, 30], Gen.Int[0, Values.Length - 1], Gen.Bool);
        var line = Gen.Select(Gen.Int[0, commands.Count - 1], Gen.Int[0, Values.Length - 1].Array[0, 3], option.Array[0, 3]);
        line.Sample(
            (index, arguments, options) =>
            {
                var (command, names) = commands[index];
                string[] words =
                [
                    command, "--home", Long.Contains(command) ? "" : Path.Combine(folder.Path, "home"),
                    .. arguments.Select(value => Values[value]),
                    .. options.SelectMany(
                        one => names[one.Item1 % names.Count] is var name && one.Item3
                            ? (string[])[name, Values[one.Item2]]
                            : [$"{name}={Values[one.Item2]}"]),
                ];
                var before = SnapshotAsync(folder.Path).GetAwaiter().GetResult();

                var (code, output) = InProcess.RunAsync(folder.Path, words).GetAwaiter().GetResult();

                Assert.Contains(code, Documented);
                Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
                if (code is not 0)
                {
                    Assert.Equal(before, SnapshotAsync(folder.Path).GetAwaiter().GetResult());
                }
            },
            iter: 250,
            threads: 1,
            print: drawn =>
            {
                var (command, names) = commands[drawn.Item1];
                var arguments = drawn.Item2.Select(value => $"'{Values[value]}'");
                var options = drawn.Item3.Select(one => $"{names[one.Item1 % names.Count]}={Values[one.Item2]}");
                return string.Join(' ', [command, .. arguments, .. options]);
            });
    }

    [Fact]
    public async Task Every_number_of_every_command_is_checked_before_anything_happens()
    {
        using var folder = await PreparedAsync();
        var checkedOptions = 0;
        foreach (var (command, options) in await CommandsAsync(folder.Path))
        {
            foreach (var (option, value) in options.Where(Numbers.Contains).SelectMany(_ => BadNumbers, (option, value) => (option, value)))
            {
                var (code, output) = await InProcess.RunAsync(folder.Path, command, "vgg11", option, value);

                Assert.True(code == Usage, $"{command} {option} '{value}': {code}, {output}");
                Assert.Contains($"{option} cannot be ", output, StringComparison.Ordinal);
                checkedOptions++;
            }
        }

        Assert.True(checkedOptions >= 16 * BadNumbers.Length, $"{checkedOptions}");
    }

    [Theory]
    [InlineData("--slots cannot be '1<U+200B>'; give a whole number from 1 to 1,024.", "plan", "good.yaml", "--slots", "1\u200b")]
    [InlineData("--slots cannot be empty; give a whole number from 1 to 1,024.", "run", "good.yaml", "--slots", "")]
    [InlineData("--slots cannot be '2.0'; give a whole number from 1 to 1,024.", "serve", "--slots=2.0")]
    [InlineData("--threads cannot be '99999999999'; give a whole number from 1 to 1,024.", "train", "lr=0.1", "--threads", "99999999999")]
    [InlineData("TRIAL cannot be 'one'; give a whole number from 1 to 2,147,483,647.", "epochs", "tiny-1", "one")]
    [InlineData("TRIAL cannot be '0'; give a whole number from 1 to 2,147,483,647.", "cancel", "tiny-1", "0")]
    [InlineData("--head cannot be '7'; give one of dense, gap.", "model", "vgg11", "--head", "7")]
    [InlineData("--format cannot be 'xml'; give one of csv, json, parquet, curves.", "export", "tiny-1", "--format", "xml")]
    [InlineData("--device cannot be 'tpu'; give one of cpu, cuda.", "doctor", "--device", "tpu")]
    [InlineData("--home cannot be empty; give a path.", "list", "--home", "")]
    [InlineData("FILE cannot be empty; give a path.", "plan", "")]
    public async Task A_wrong_value_is_named_with_what_is_wanted(string expected, params string[] words)
    {
        using var folder = new TemporaryFolder();

        var (code, output) = await InProcess.RunAsync(folder.Path, words);

        Assert.Equal((Usage, expected), (code, output.Split('\n')[0]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    /// <summary>What <c>--help</c> lists: a new command or option is tested without a word here.</summary>
    private static async Task<IReadOnlyList<(string Command, IReadOnlyList<string> Options)>> CommandsAsync(string folder)
    {
        var commands = new List<(string, IReadOnlyList<string>)>();
        var help = (await InProcess.RunAsync(folder, "--help")).Output;
        foreach (Match command in CommandName().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..]))
        {
            var own = (await InProcess.RunAsync(folder, command.Groups[1].Value, "--help")).Output;
            commands.Add((command.Groups[1].Value, [.. OptionName().Matches(own).Select(match => match.Groups[1].Value).Distinct()]));
        }

        Assert.True(commands.Count > 20, help);
        return commands;
    }

    /// <summary>A folder with a home that has a sweep, a good file and a bad one.</summary>
    private static async Task<TemporaryFolder> PreparedAsync()
    {
        var folder = new TemporaryFolder();
        var yaml = "name: tiny\nnetwork: { head: gap, resolution: 32 }\nparameters: { width: [8, 16] }\n";
        folder.Write("good.yaml", yaml);
        folder.Write("bad.yaml", "name: [\n");
        using var held = HomeLock.Take(Path.Combine(folder.Path, "home"), "test", DateTimeOffset.UnixEpoch);
        await using var store = SweepStore.Open(held, TimeProvider.System);
        var plan = SweepPlan.Make(SweepSpecReader.Read(yaml).Spec!, new PlanConditions(1, null, []));
        await Submission.CreateAsync(store, plan, yaml, file: null, priority: 0);
        return folder;
    }

    /// <summary>All files with their content, and the rows; but for what says who holds a home and how SQLite keeps rows.</summary>
    private static async Task<string> SnapshotAsync(string folder)
    {
        await using var store = SweepStore.OpenToRead(Path.Combine(folder, "home"), TimeProvider.System);
        var files = Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(
                path => Path.GetFileName(path) is not ("lock" or "holder.json") && !Path.GetFileName(path).StartsWith(
                    SweepStore.DatabaseName, StringComparison.Ordinal))
            .Select(path => path + (File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : ""));
        return string.Join('\n', [.. files, .. (await SweepRows.ListAsync(store)).Select(sweep => $"{sweep}")]);
    }

    [GeneratedRegex(@"^  ([a-z-]+)\b", RegexOptions.Multiline)]
    private static partial Regex CommandName();

    [GeneratedRegex(@"^  (?:-\w, )?(--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex OptionName();
}
