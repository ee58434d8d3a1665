using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Training;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.Store;

namespace VggSweep.EndToEnd.Tests;

/// <summary>What <c>gc</c> and <c>delete</c> say and do in a home that has files and links of others.</summary>
[Collection(nameof(Alone))]
public sealed class Cleanups : IDisposable
{
    private static readonly string Weights = SweepLayout.Weights(1);

    private readonly TemporaryFolder folder = new();

    /// <summary>Where there is no terminal to ask on, the command says what it does and where.</summary>
    private string Announced => $"Delete tiny-1 in {folder.Home}.\n";

    [Fact]
    public async Task Gc_leaves_a_link_to_a_sweep_and_a_link_out_of_the_home_alone()
    {
        await SweepAsync();
        var trial = Write("sweeps/tiny-1/1/log-1.txt");
        var outside = folder.Write(Weights, "mine");
        File.CreateSymbolicLink(At("sweeps/latest"), "tiny-1");
        File.CreateSymbolicLink(At("sweeps/tiny-7"), folder.Path);

        var (code, said) = await GcAsync();

        Assert.Equal(0, code);
        Assert.True(File.Exists(trial) && File.Exists(outside));
        Assert.Contains($"Left alone: {At("sweeps/latest")}: a link to tiny-1", said, StringComparison.Ordinal);
        Assert.Contains($"Left alone: {At("sweeps/tiny-7")}: a link to {folder.Path}", said, StringComparison.Ordinal);
        Assert.Contains("Nothing to delete.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gc_deletes_what_no_row_needs_and_keeps_what_somebody_put_beside_it()
    {
        await SweepAsync();
        string[] unneeded = [Write($"sweeps/tiny-1/1/{Weights}"),
            Write($"sweeps/tiny-1/2/{SweepLayout.Checkpoint(1, 2, 3)}{SweepLayout.Unfinished}"),
                Write("sweeps/old-3/1/log-1.txt"), Write("sweeps/old-3/report/report.html")];
        string[] others = [Write("sweeps/tiny-1/1/notes.txt"), Write("sweeps/old-4/notes.txt"),
            Write("sweeps/mine/1/" + Weights), Write("sweeps/tiny-1/figures/1.png")];

        var (_, dry) = await GcAsync("--dry-run");

        Assert.Equal(unneeded.Order(), dry.Split('\n').Where(line => line.StartsWith('/')).Order());
        Assert.Contains($"Would delete {unneeded.Length} files, ", dry, StringComparison.Ordinal);
        Assert.All([.. unneeded, .. others], file => Assert.True(File.Exists(file)));

        var (code, said) = await GcAsync();

        Assert.Equal(0, code);
        Assert.All(unneeded, file => Assert.False(File.Exists(file)));
        Assert.All(others, file => Assert.True(File.Exists(file)));
        Assert.False(Directory.Exists(At("sweeps/old-3")));
        Assert.Equal(4, said.Split("Left alone: ").Length - 1);
        Assert.Contains($"Left alone: {others[0]}: not written by this program", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_keeps_what_somebody_put_into_a_sweep_and_says_so()
    {
        await SweepAsync();
        var ours = Write($"sweeps/tiny-1/1/{Weights}");
        var theirs = Write("sweeps/tiny-1/1/notes.txt");

        var (code, said) = await InProcess.RunAsync(folder.Path, "delete", "tiny-1");

        Assert.Equal(0, code);
        Assert.True(File.Exists(theirs));
        Assert.False(File.Exists(ours));
        Assert.Equal(
            $"{Announced}Left alone: {theirs}: not written by this program\nDeleted tiny-1, except for what is listed "
            + "above: 1 file, 5 B.\n",
            said);
    }

    [Fact]
    public async Task Delete_says_that_the_files_of_a_sweep_behind_a_link_stay()
    {
        await SweepAsync();
        Write($"sweeps/tiny-1/1/{Weights}");
        var disk = Path.Combine(folder.Path, "disk");
        Directory.Move(At("sweeps/tiny-1"), disk);
        File.CreateSymbolicLink(At("sweeps/tiny-1"), disk);

        var (code, said) = await InProcess.RunAsync(folder.Path, "delete", "tiny-1");

        Assert.Equal(0, code);
        Assert.True(File.Exists(Path.Combine(disk, "1", Weights)));
        Assert.Equal(
            $"{Announced}Left alone: {At("sweeps/tiny-1")}: a link to {disk}\nDeleted tiny-1, except for what is listed above.\n",
            said);
        Assert.Contains("No sweeps yet", (await InProcess.RunAsync(folder.Path, "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_of_a_sweep_with_only_our_files_leaves_no_folder()
    {
        await SweepAsync();
        Write($"sweeps/tiny-1/1/{Weights}");
        Write("sweeps/tiny-1/1/log-1.txt");
        Write("sweeps/tiny-1/report/report.html");

        Assert.Equal((0, $"{Announced}Deleted tiny-1: 3 files, 15 B.\n"), await InProcess.RunAsync(folder.Path, "delete", "tiny-1"));

        Assert.Empty(Directory.EnumerateFileSystemEntries(At("sweeps")));
    }

    public void Dispose() => folder.Dispose();

    private Task<(int Code, string Output)> GcAsync(params string[] options) => InProcess.RunAsync(folder.Path, ["gc", .. options]);

    private string At(string path) => Path.Combine(folder.Home, path);

    private string Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), "12345");
        return At(path);
    }

    private async Task SweepAsync()
    {
        const string Yaml = "name: tiny\nparameters: { width: [8, 16] }\n";
        using var held = HomeLock.Take(folder.Home, "test", DateTimeOffset.UnixEpoch);
        await using var store = SweepStore.Open(held, TimeProvider.System);
        await Submission.CreateAsync(
            store, SweepPlan.Make(SweepSpecReader.Read(Yaml).Spec!, new PlanConditions(1, null, [])), Yaml, file: null,
            priority: 0);
    }
}
