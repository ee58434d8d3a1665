using Microsoft.Extensions.Time.Testing;
using Spectre.Console;
using VggSweep.Cli.Commands;
using VggSweep.Cli.Results;
using VggSweep.Cli.Running;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Trials;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.Results;
using VggSweep.Worker.Slots;

namespace VggSweep.EndToEnd.Tests.Results;

/// <summary>The tables of results against the checked-in texts beside this file, at 100 and 60 columns, without colours.</summary>
public sealed class TableTexts
{
    private const string Yaml = """
        name: widths
        network: { head: gap, batchNorm: true, epochs: 12 }
        parameters: { width: [8, 16, 128], resolution: [32, 64, 224] }
        training: { images: 20000 }
        """;

    [Theory]
    [InlineData(100)]
    [InlineData(80)]
    [InlineData(60)]
    public void Trials_of_every_state(int width) =>
        Golden.Check($"trials-{width}", Golden.Text(width, console => TrialsCommand.Write(console, Results(Yaml, States))));

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    public void Trials_with_long_parameters(int width)
    {
        var results = Results("""
            name: long
            network: { width: 8, resolution: 32, epochs: 100 }
            parameters: { lr: [0.1, 0.0125], momentum: [0, 0.9], weightDecay: [0.0005, 0], batchSize: [64, 128] }
            """, trial => trial.Trial % 2 == 0 ? Completed(trial) : trial);
        Golden.Check($"trials-long-{width}", Golden.Text(width, console => TrialsCommand.Write(console, results)));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    public void The_end_of_a_run(int width) =>
        Golden.Check($"end-{width}", Golden.Text(width, console => ResultTables.Write(console, Results(Yaml, States))));

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    public void The_end_of_a_run_over_many_resolutions(int width)
    {
        var results = Results("""
            name: many
            parameters: { arch: [vgg11, vgg16], resolution: [32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224] }
            """, Completed);
        Golden.Check($"end-many-{width}", Golden.Text(width, console => ResultTables.Write(console, results)));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    public void The_end_of_a_run_with_several_seeds(int width)
    {
        double[] noise = [0, 0.004, -0.005];
        var results = Results("""
            name: seeds
            network: { head: gap, batchNorm: true, epochs: 12 }
            parameters: { width: [8, 16, 32], resolution: [32, 64], seed: [1, 2, 3] }
            training: { images: 20000 }
            """, trial => Completed(trial) with
        {
            ValidationAccuracy = 0.9 + (trial.Parameters.Width / 10_000.0) + noise[trial.Parameters.Seed - 1],
            TestAccuracy = 0.89 + (trial.Parameters.Width / 10_000.0) + noise[trial.Parameters.Seed - 1],
        });
        Golden.Check($"end-seeds-{width}", Golden.Text(width, console => ResultTables.Write(console, results)));
    }

    [Fact]
    public void The_end_of_a_run_without_a_completed_trial() =>
        Golden.Check("end-none", Golden.Text(60, console => ResultTables.Write(console, Results(Yaml, Failed))));

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    public void Epochs(int width) => Golden.Check($"epochs-{width}", Golden.Text(width, console => EpochsCommand.Write(console,
    [
        new(1, 2.302585, 0.1, 2.291, 0.1004, 9.94, 1),
        new(9, 0.61234, 0.77777, 0.5, 0.85396, 10.04, 1),
        new(10, 12.5, 0.09999, 1234.5678, 0.1, 1234.56, 2),
        new(100, 0.00004, 1, 0.25, 0.99999, 0.04, 12),
    ])));

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    public void Sweeps(int width) => Golden.Check($"list-{width}", Golden.Text(width, console => ListCommand.Write(console,
    [
        new("quickstart-1", "quickstart", SweepState.Completed, 6, DateTimeOffset.UnixEpoch),
        new("quickstart-10", "quickstart", SweepState.Stopped, 100_000, DateTimeOffset.UnixEpoch.AddDays(20_000).AddHours(13)),
        new(
            "the-longest-name-that-a-sweep-may-have-of-sixty-four-characters-x-1", "unused", SweepState.Running, 12,
            DateTimeOffset.UnixEpoch.AddMinutes(9)),
    ])));

    [Theory]
    [InlineData(200)]
    [InlineData(100)]
    [InlineData(80)]
    [InlineData(60)]
    public void A_run_that_is_on(int width) => Golden.Check($"live-{width}", Golden.Text(width, console =>
    {
        var results = Results(Yaml, trial => trial.Trial switch
        {
            1 or 2 or 4 => Completed(trial),
            3 => Failed(trial),
            5 or 6 => trial with
            {
                State = TrialState.Running,
                Epochs = trial.Trial == 5 ? 7 : 0,
                ValidationAccuracy = trial.Trial == 5 ? 0.8125 : null,
            },
            _ => trial,
        });
        console.Profile.Height = 16;
        var busy = new Dictionary<int, SlotView>
        {
            [5] = new(1, "widths-1", 5, 8, 50, 313, 0.6125, 1093.4),
            [6] = new(2, "widths-1", 6, 1, 0, 0, double.NaN, 0),
        };
        var curves = new Dictionary<int, IReadOnlyList<double>>
        {
            [1] = [.. Enumerable.Range(1, 12).Select(epoch => 0.87 * epoch / (epoch + 1.0))],
            [3] = [0.1, double.NaN],
            [5] = [0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.8125],
        };
        console.Write(new LiveTable(console, results, busy, curves).Render());
    }));

    [Theory]
    [InlineData(40, true)]
    [InlineData(24, false)]
    public void The_best_trial_has_its_curve_below_the_live_table_where_there_is_room(int height, bool isShown)
    {
        var results = Results(Yaml, trial => trial.Trial is 4 ? Completed(trial) : trial);
        var text = Golden.Text(100, console =>
        {
            console.Profile.Height = height;
            var curves = new Dictionary<int, IReadOnlyList<double>> { [4] = [0.5, 0.7, 0.88] };
            console.Write(
                new Rows(
                    LiveView.Chart(console, results, new LiveTable(console, results, new Dictionary<int, SlotView>(), curves), curves)));
        });

        Assert.Equal(isShown, text.StartsWith("Validation accuracy in % of trial 4, the best so far:\n", StringComparison.Ordinal));
        Assert.Equal(isShown, text.Contains("88.0 │", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_nobody_watches_each_end_has_a_line_and_so_has_a_minute_without_one()
    {
        var (time, said) = (new FakeTimeProvider(), new List<string>());
        var lines = new PipedLines(said.Add, time);
        void After(int seconds, int completed)
        {
            time.Advance(TimeSpan.FromSeconds(seconds));
            lines.Tell(
                Results(Yaml, trial => trial.Trial <= completed ? Completed(trial) : trial.Trial == 5
                    ? trial with { State = TrialState.Running, Epochs = 7 } : trial),
                () => "totals");
        }

        After(59, completed: 0);
        After(1, completed: 0);
        After(50, completed: 1);
        After(50, completed: 1);
        After(10, completed: 1);
        Assert.Equal(
            [
                "totals; trial 5 has 7 of 12 epochs",
                "trial 1/9 (width=8 resolution=32): completed, validation 87.00 %, test 82.00 %, 123.5 s",
                "totals; trial 5 has 7 of 12 epochs",
            ],
            said);
    }

    [Fact]
    public void The_time_left_is_known_before_an_epoch_has_ended_and_falls_within_it()
    {
        var results = Results(Yaml, trial => trial with { State = trial.Trial == 5 ? TrialState.Running : TrialState.Cancelled });
        double? Left(int step, double imagesPerSecond) =>
            Remaining.Seconds(results, new Dictionary<int, SlotView> { [5] = new(1, "widths-1", 5, 1, step, 300, 0.6, imagesPerSecond) });

        Assert.Null(Remaining.Seconds(results, new Dictionary<int, SlotView>()));
        Assert.Null(Left(step: 0, imagesPerSecond: 0));

        // An image that is only looked at costs a third of one that is trained on.
        var epoch = (20_000 + (results.Spec.Training.CountValidationImages() / 3.0)) / 1000;
        Assert.Equal((12 * epoch) + (10_000 / 3.0 / 1000), Left(step: 0, imagesPerSecond: 1000)!.Value, 1e-6);
        Assert.Equal(epoch / 2, Left(step: 0, imagesPerSecond: 1000)!.Value - Left(step: 150, imagesPerSecond: 1000)!.Value, 1e-6);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(100)]
    [InlineData(60)]
    public void A_run_of_ten_thousand_trials_fits_the_screen_and_shows_what_runs(int width)
    {
        var results = Results("""
            name: many
            network: { head: gap, batchNorm: true, epochs: 12 }
            parameters: { seed: { int: [1, 1000000000] } }
            search: { method: random, maxTrials: 10000 }
            """, trial => trial.Trial < 5000 ? Completed(trial) : trial.Trial < 5004 ? trial with { State = TrialState.Running } : trial);

        var lines = Golden.Text(width, console =>
        {
            console.Profile.Height = 24;
            console.Write(
                new LiveTable(console, results, new Dictionary<int, SlotView>(), new Dictionary<int, IReadOnlyList<double>>()).Render());
        }).Split('\n');

        Assert.Equal(10_000, results.Trials.Count);
        Assert.InRange(lines.Length, 12, 24);
        Assert.All(lines, line => Assert.True(line.Length <= width && !line.Contains('\u001b', StringComparison.Ordinal), line));
        Assert.All(
            Enumerable.Range(5000, 4),
            trial => Assert.Contains(lines, line => line.Contains($" {trial} ", StringComparison.Ordinal)));
    }

    /// <summary>A trial of each state, as they stand after a while.</summary>
    private static TrialResult States(TrialResult trial) => trial.Trial switch
    {
        1 or 2 or 4 => Completed(trial),
        3 => Failed(trial),
        5 => trial with
        {
            State = TrialState.Running,
            Epochs = 7,
            ValidationAccuracy = 0.8125,
            ValidationLoss = 0.5,
            Attempts = 2,
            Seconds = 70,
        },
        6 => trial with
        {
            State = TrialState.Pruned,
            Epochs = 1,
            ValidationAccuracy = 0.0999,
            ValidationLoss = 2.3,
            Attempts = 1,
            Seconds = 9.96,
            Outcome = "Pruned",
            Detail = "rung 1: below the best third",
        },
        7 => trial with
        {
            State = TrialState.Paused,
            Epochs = 3,
            ValidationAccuracy = 0.5,
            ValidationLoss = 1.3,
            Attempts = 1,
            Seconds = 1234.5,
        },
        8 => trial with { State = TrialState.Cancelled, Outcome = "Cancelled", Detail = "3 trials failed, limits.failedTrials is 3" },
        _ => trial,
    };

    private static TrialResult Failed(TrialResult trial) => trial with
    {
        State = TrialState.Failed,
        Epochs = 3,
        ValidationAccuracy = 0.1,
        ValidationLoss = double.NaN,
        Attempts = 1,
        Seconds = 31.25,
        Outcome = "Diverged",
        Detail = "the loss was NaN at step 17 of epoch 4",
    };

    private static TrialResult Completed(TrialResult trial) => trial with
    {
        State = TrialState.Completed,
        Epochs = trial.Parameters.Epochs,
        ValidationLoss = 0.4,
        ValidationAccuracy = 0.8 + (trial.Trial * 7 % 10 / 100.0),
        TestAccuracy = 0.79 + (trial.Trial * 3 % 10 / 100.0),
        Attempts = 1,
        Seconds = 123.45 * trial.Trial,
    };

    private static SweepResults Results(string yaml, Func<TrialResult, TrialResult> change)
    {
        var reading = SweepSpecReader.Read(yaml);
        Assert.Empty(reading.Errors);
        var plan = SweepPlan.Make(reading.Spec!, new PlanConditions(2, null, []));
        return new SweepResults(
            "widths-1", SweepState.Completed, DateTimeOffset.UnixEpoch, yaml, reading.Spec!,
            [
                .. plan.Trials.Select(trial => change(new TrialResult(
                    trial.Trial, TrialState.Pending, trial.Parameters, reading.Spec!.Training, 0, null, null, null, 0, 0,
                    null, null, trial.Cost.Params, trial.Cost.Macs))),
            ]);
    }
}
