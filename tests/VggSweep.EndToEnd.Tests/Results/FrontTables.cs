using VggSweep.Cli.Results;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Trials;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.Results;

namespace VggSweep.EndToEnd.Tests.Results;

public sealed class FrontTables
{
    private const string One = "name: a\nparameters: { width: [4, 8, 16, 32] }\n";

    private const string Two =
        One + "objectives: [{ metric: accuracy, direction: max }, { metric: seconds, direction: min }]\n";

    /// <summary>
    /// Of (accuracy, seconds) (0.5, 1), (0.9, 3), (0.8, 4) and (1, 5) the third is beaten by the second. In the box
    /// from (0.5, 5 s) to (1, 1 s) the second dominates 0.8 by 0.5, and the ends nothing.
    /// </summary>
    [Fact]
    public void The_front_has_every_trial_that_none_beats_and_its_hypervolume_is_a_share_of_the_box()
    {
        var front = ObjectiveFront.Of(Results(Two, (0.5, 1), (0.9, 3), (0.8, 4), (1, 5)))!;

        Assert.Equal([4, 2, 1], front.Trials.Select(trial => trial.Trial));
        Assert.Equal(0.4, front.Hypervolume!.Value, 1e-12);
    }

    [Fact]
    public void A_table_names_the_objectives()
    {
        var text = Golden.Text(
            80, console => FrontTable.Write(console, Results(Two, (0.5, 1), (0.9, 3), (0.8, 4), (1, 5))));

        Assert.Contains(
            "Front: 3 trials to which no other is equal or better in accuracy and seconds",
            text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("hypervolume 0.400", text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("100.00 %", text, StringComparison.Ordinal);
        Assert.DoesNotContain("width=16", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_objective_has_no_front_and_one_that_does_not_differ_no_hypervolume()
    {
        Assert.Null(ObjectiveFront.Of(Results(One, (0.5, 1), (0.9, 3), (0.8, 4), (1, 5))));
        Assert.Null(ObjectiveFront.Of(Results(Two, (0.5, 1), (0.9, 1), (0.8, 1), (1, 1)))!.Hypervolume);
        Assert.Equal(
            [4],
            ObjectiveFront.Of(Results(Two, (0.5, 1), (0.9, 1), (0.8, 1), (1, 1)))!.Trials.Select(trial => trial.Trial));
    }

    private static SweepResults Results(string yaml, params (double Accuracy, double Seconds)[] ends)
    {
        var spec = SweepSpecReader.Read(yaml).Spec!;
        return new SweepResults(
            "a-1", SweepState.Completed, DateTimeOffset.UnixEpoch, yaml, spec,
            [
                .. SweepPlan
                    .Make(spec, new PlanConditions(1, null, [])).Trials
                    .Zip(ends, (trial, end) => new TrialResult(
                    trial.Trial, TrialState.Completed, trial.Parameters, spec.Training, trial.Parameters.Epochs,
                    end.Accuracy, 1, null, 1,
                    end.Seconds, null, null, trial.Cost.Params, trial.Cost.Macs)),
            ]);
    }
}
