using System.Text.Json;
using VggSweep.Cli;
using VggSweep.Cli.Commands;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests;

/// <summary>What commands say when they are mistyped or called without what they need, and their output for programs.</summary>
[Collection(nameof(Alone))]
public sealed class UsageRules : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("Unknown command 'trian'; did you mean 'train'?", "trian")]
    [InlineData("Unknown command 'frobnicate'.", "frobnicate")]
    [InlineData("Unknown option '--jsn'; did you mean '--json'?", "list", "--jsn")]
    [InlineData("Unknown option '--hom'; did you mean '--home'?", "list", "--hom")]
    [InlineData("Unknown argument 'more'.", "list", "more")]
    public async Task A_mistyped_name_is_named_with_the_nearest_one(string expected, params string[] words)
    {
        var (code, output) = await InProcess.RunAsync(folder.Path, words);

        Assert.Equal((ExitCode.Usage, expected), (code, output.Split('\n')[0]));
        Assert.EndsWith("--help` for usage.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_without_a_setting_trains_nothing_and_shows_its_usage()
    {
        var (code, output) = await InProcess.RunAsync(folder.Path, "train");

        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith("Required argument 'KEY=VALUE' missing for command: 'train'.", output, StringComparison.Ordinal);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Only_a_training_of_more_than_a_minute_is_announced_with_its_time()
    {
        Assert.StartsWith(
            "This takes about 3 d 0 h on 2 threads (a guess; ",
            TrainCommand.Estimate(TrainCommand.Spec(["arch=vgg11"]), threads: 2, calibration: null),
            StringComparison.Ordinal);
        Assert.Null(
            TrainCommand.Estimate(
                TrainCommand.Spec(["arch=narrow", "resolution=32", "epochs=1", "images=500"]), threads: 2,
                calibration: null));
        var measured = new MachineCalibration("here", [new Packing(1, 2, 1000)], new LayerRates(1e-10, 0, 0, 1e-10, 0, 0), null);
        Assert.DoesNotContain(
            "guess", TrainCommand.Estimate(TrainCommand.Spec(["arch=vgg11"]), threads: 2, measured),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_is_by_default_what_a_sweep_trains_and_on_demand_the_papers()
    {
        Assert.Equal(128_806_154, Params(await InProcess.RunAsync(folder.Path, "model", "vgg11", "--json")));
        Assert.Equal(132_863_336, Params(await InProcess.RunAsync(folder.Path, "model", "vgg11", "--paper", "--json")));

        var blocks = (await InProcess.RunAsync(folder.Path, "model", "vgg11", "--blocks")).Output.Split('\n');
        Assert.Equal(
            8,
            blocks.Count(
                line => line.TrimStart().StartsWith("block", StringComparison.Ordinal)
                    || line.TrimStart().StartsWith("dense", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_plan_that_does_not_fit_ends_with_72()
    {
        folder.Write("large.yaml", "name: large\nparameters: { width: [512], batchSize: [8192], batchNorm: true }\n");

        var (code, output) = await InProcess.RunAsync(folder.Path, "plan", "large.yaml");

        Assert.Equal(ExitCode.DoesNotFit, code);
        Assert.Contains("The only trial does not fit in memory.", output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_and_gc_have_json()
    {
        var (_, doctor) = await InProcess.RunAsync(folder.Path, "doctor", "--json");
        var checks = JsonDocument.Parse(doctor).RootElement.EnumerateArray().ToList();
        Assert.Equal(
            ["machine", "memory", "trainer", "data", "home", "disk"],
            checks.Select(check => check.GetProperty("name").GetString()));
        Assert.True(checks[0].GetProperty("isGood").GetBoolean());

        await Homes.Take(HomeFolder.At(folder.Home), "test").DisposeAsync();
        Directory.CreateDirectory(Path.Combine(folder.Home, "sweeps", "old-1", "1"));
        await File.WriteAllTextAsync(Path.Combine(folder.Home, "sweeps", "old-1", "1", "log-1.txt"), "12345");
        var dry = JsonDocument.Parse((await InProcess.RunAsync(folder.Path, "gc", "--dry-run", "--json")).Output).RootElement;
        Assert.Equal((false, 5), (dry.GetProperty("deleted").GetBoolean(), dry.GetProperty("bytes").GetInt64()));
        Assert.EndsWith("old-1/1/log-1.txt", dry.GetProperty("files")[0].GetProperty("path").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_busy_machine_is_not_measured_unless_forced()
    {
        var refused = Assert.Throws<CommandFailure>(() => CalibrateCommand.RequireIdle(load: 3.2, cores: 2, force: false));
        Assert.StartsWith("The machine is busy: load average 3.2 on 2 cores. ", refused.Message, StringComparison.Ordinal);
        CalibrateCommand.RequireIdle(load: 3.2, cores: 2, force: true);
        CalibrateCommand.RequireIdle(load: 0.4, cores: 2, force: false);
    }

    [Fact]
    public void A_home_has_a_calibration_of_its_own_before_the_users()
    {
        var calibration = new MachineCalibration(
            Worker.Trainers.Calibration.MachineName, [new Packing(7, 1, 1000)], new LayerRates(1e-10, 0, 0, 1e-10, 0, 0), null);

        var file = Worker.Trainers.Calibration.Keep(calibration, folder.Home);

        Assert.Equal(Path.Combine(folder.Home, "calibration.json"), file);
        Assert.Equal(7, Worker.Trainers.Calibration.Find(folder.Home)?.Best.Slots);
    }

    public void Dispose() => folder.Dispose();

    private static long Params((int Code, string Output) run) =>
        JsonDocument.Parse(run.Output).RootElement.GetProperty("params").GetInt64();
}
