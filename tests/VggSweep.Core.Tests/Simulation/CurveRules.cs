using VggSweep.Core.Networks;
using VggSweep.Core.Simulation;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Simulation;

public sealed class CurveRules
{
    [Fact]
    public void A_curve_file_is_read_as_it_was_written_even_after_a_divergence()
    {
        var trials = (RecordedTrial[])
        [
            Recorded.Trial(new TrialParameters { Width = 8, Lr = 0.1, Seed = 3, Head = Head.Gap }, 0.123456789012345, 0.5),
            Recorded.Trial(new TrialParameters { Width = 16 }, double.NaN),
        ];
        var read = CurveFile.Read(CurveFile.Write(trials));

        Assert.Equal(trials.Select(trial => trial.Parameters), read.Select(trial => trial.Parameters));
        Assert.Equal(trials.SelectMany(trial => trial.Epochs), read.SelectMany(trial => trial.Epochs));
        Assert.All(read, trial => Assert.Equal(1_000, trial.Training.CountTrainingImages()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("width,accuracy")]
    [InlineData("[1]")]
    public void A_line_that_is_no_recorded_trial_is_named(string line)
    {
        var text = CurveFile.Write([Recorded.Trial(new TrialParameters(), 0.5)]) + line;

        Assert.StartsWith("line 2 ", Assert.Throws<FormatException>(() => CurveFile.Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_are_replicates_and_rotate_with_the_repetition()
    {
        var curves = Recorded.Widths();
        double Last(int repetition, long seed) => curves.Rotated(repetition)
            .Epoch(Planned(new TrialParameters { Width = 8, Resolution = 32, Seed = seed, Epochs = 3 }), 3).ValidationAccuracy;

        Assert.Equal(3, curves.Cells);
        Assert.Equal((0.78, 0.77, 0.77), (Last(0, 0), Last(0, 1), Last(0, 7)));
        Assert.Equal([0.77, 0.78], Enumerable.Range(1, 20).Select(repetition => Last(repetition, 0)).Distinct().Order());
        Assert.Equal(0.775, curves.Mean(new TrialParameters { Width = 8, Resolution = 32 }, Objective.ValidationAccuracy), 1e-12);
    }

    [Fact]
    public void A_configuration_that_was_not_recorded_gets_the_nearest_by_ratio()
    {
        var curves = Recorded.Widths();
        double Mean(int width) => curves.Mean(new TrialParameters { Width = width, Resolution = 32 }, Objective.ValidationAccuracy);

        // 12 is nearer to 16 by ratio (1.33 against 1.5), 11 to 8.
        Assert.Equal((Mean(16), Mean(8)), (Mean(12), Mean(11)));
        Assert.False(curves.Holds(new TrialParameters { Width = 12, Resolution = 32 }));
        Assert.True(curves.Holds(new TrialParameters { Width = 16, Resolution = 32, Seed = 99 }));
    }

    [Fact]
    public void What_the_curves_do_not_vary_is_named()
    {
        var spec = Good.Spec("""
            name: a
            network: { resolution: 32, momentum: 0.9 }
            parameters: { width: [4, 8], batchSize: [64, 128] }
            training: { images: 1000 }
            """);

        Assert.Equal(
            ["batchSize does not vary in the curves and has no effect", "momentum is 0.9 in the file and 0 in the curves"],
            Recorded.Widths().Differences(spec).Order());
    }

    [Fact]
    public void Parametric_curves_improve_with_the_epochs_and_with_the_cost_and_repeat()
    {
        var spec = Good.Spec("name: a\nnetwork: { resolution: 32, epochs: 9 }\nparameters: { lr: [0.1, 0.2] }");
        PlannedTrial Of(int width) => Planned(new TrialParameters { Width = width, Head = Head.Gap, Resolution = 32, Epochs = 9 });
        var (small, large) = (Of(4), Of(64));
        var curves = new PowerLawCurves(spec, seed: 1);

        Assert.Equal(curves.Epoch(small, 4), new PowerLawCurves(spec, seed: 1).Epoch(small, 4));
        Assert.NotEqual(curves.Epoch(small, 4), new PowerLawCurves(spec, seed: 2).Epoch(small, 4));
        Assert.True(curves.Epoch(small, 9).ValidationAccuracy > curves.Epoch(small, 1).ValidationAccuracy + 0.2);
        Assert.True(curves.Truth(large, Objective.ValidationAccuracy) > curves.Truth(small, Objective.ValidationAccuracy) + 0.05);
        Assert.InRange(curves.Epoch(small, 9).ValidationAccuracy - curves.Truth(small, Objective.ValidationAccuracy), -0.03, 0.03);
    }

    internal static PlannedTrial Planned(TrialParameters parameters) =>
        new TrialPlanner(Good.Spec("name: a\nparameters: { lr: [0.1] }"), new PlanConditions(1, null, [])).Plan(1, parameters);
}
