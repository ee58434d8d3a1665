using VggSweep.Core.Simulation;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Tests.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Simulation;

public sealed class VirtualSweepRules
{
    private const string Widths = """
        name: a
        network: { resolution: 32, epochs: 3 }
        parameters: { width: [4, 8, 16] }
        """;

    [Fact]
    public void A_grid_takes_what_its_trials_take_and_finds_the_best()
    {
        var spec = Good.Spec(Widths);
        var result = Run(spec, Recorded.Widths().Rotated(0), slots: 1);
        var seconds = SweepPlan.Make(spec, Conditions(1)).Trials.Sum(trial => trial.Cost.PredictedSeconds);

        Assert.Equal(3, result.Trials.Count);
        Assert.All(result.Trials, trial => Assert.True(trial.IsComplete));
        Assert.Equal(seconds, result.Seconds, 1e-9 * seconds);
        Assert.Equal(seconds, result.DeviceSeconds, 1e-9 * seconds);
        Assert.Equal(16, result.Chosen(Objective.ValidationAccuracy)!.Planned.Parameters.Width);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("asha")]
    public void A_sweep_for_workers_with_labels_takes_as_long_as_any_other(string scheduler)
    {
        var spec = Good.Spec($"{Widths}\nscheduler: {scheduler}");
        var labelled = Good.Spec($"{Widths}\nscheduler: {scheduler}\nplacement: {{ labels: [a100] }}");
        var plain = SweepPlan.Make(spec, Conditions(1));

        Assert.InRange(plain.PredictedSeconds, 1e-3, double.MaxValue);
        Assert.Equal(plain.PredictedSeconds, SweepPlan.Make(labelled, Conditions(1)).PredictedSeconds);
    }

    [Fact]
    public void Two_slots_take_the_same_slot_time_and_less_wall_time()
    {
        var spec = Good.Spec(Widths);
        var (one, two) = (Run(spec, Recorded.Widths().Rotated(0), 1), Run(spec, Recorded.Widths().Rotated(0), 2));

        Assert.Equal(one.DeviceSeconds, two.DeviceSeconds, 1e-9 * one.DeviceSeconds);
        Assert.InRange(two.Seconds, one.Seconds / 2, one.Seconds * 0.7);
    }

    [Fact]
    public void Successive_halving_judges_the_recorded_epochs()
    {
        var result = Run(Good.Spec($"{Widths}\nscheduler: topK\ntopK: {{ epochs: 1, keep: 1 }}"), Recorded.Widths().Rotated(0), 2);

        // Of widths 4, 8 and 16 the last is best after one epoch.
        Assert.Equal([1, 1, 3], result.Trials.Select(trial => trial.Epochs));
        Assert.Equal(5, result.Reports.Count);
    }

    [Theory]
    [InlineData("tpe")]
    [InlineData("gp")]
    [InlineData("nsga2")]
    public void A_search_that_learns_hears_the_results_and_repeats(string method)
    {
        var spec = Good.Spec($$"""
            name: a
            network: { resolution: 32, epochs: 3 }
            parameters: { lr: { logUniform: [0.001, 1] }, width: [4, 8, 16, 32] }
            search: { method: {{method}}, maxTrials: 25 }
            scheduler: asha
            """);
        VirtualResult Simulate(long results) => Run(spec, new PowerLawCurves(spec, results), slots: 2);
        var result = Simulate(1);

        Assert.Equal(25, result.Trials.Count);
        Assert.Equal(Heard(result), Heard(Simulate(1)));
        Assert.NotEqual(result.Trials[^1].Planned.Parameters, Simulate(2).Trials[^1].Planned.Parameters);
        Assert.Contains(result.Trials, trial => !trial.IsComplete);
    }

    [Fact]
    public void A_search_that_finds_nothing_worth_its_price_ends_with_a_reason()
    {
        var spec = Good.Spec("""
            name: a
            network: { resolution: 32, epochs: 3 }
            parameters: { lr: { logUniform: [0.001, 1] }, width: [4, 8, 16, 32] }
            search: { method: gp, maxTrials: 40, gp: { acquisition: gittins, worth: 0.5, per: 1s } }
            """);
        var result = Run(spec, new PowerLawCurves(spec, 1), slots: 2);

        Assert.InRange(result.Trials.Count, 1, 39);
        Assert.StartsWith("no configuration is worth its cost", result.Finish, StringComparison.Ordinal);
    }

    [Fact]
    public void Alternatives_start_with_the_files_own_method_and_leave_out_what_does_not_fit()
    {
        var grid = Alternatives.Of(Good.Spec(Widths)).Select(method => method.Name).ToList();
        var range = Alternatives.Of(Good.Spec("""
            name: a
            network: { epochs: 1 }
            parameters: { lr: { logUniform: [0.001, 1] } }
            search: { method: random, maxTrials: 5 }
            """)).Select(method => method.Name).ToList();

        Assert.Equal("grid + none", grid[0]);
        Assert.Contains("grid + asha", grid);
        Assert.Contains("tpe + none", grid);
        Assert.Equal("random + none", range[0]);
        Assert.DoesNotContain("grid + none", range);
        Assert.DoesNotContain("random + asha", range); // Of one epoch there is nothing to stop.
    }

    [Fact]
    public void Methods_are_compared_by_the_mean_of_what_they_choose()
    {
        var spec = Good.Spec(Widths);
        var simulation = new SearchSimulation(spec, Conditions(1), Recorded.Widths().Rotated, repetitions: 4);
        var repetitions = 0;
        var own = simulation.Run("own", spec, () => repetitions++, CancellationToken.None);

        Assert.Equal(4, repetitions);
        Assert.Equal((3.0, 0.0), (own.Trials.Median, own.Regret.Median));
        Assert.InRange(own.Best.Median, 0.85, 0.86); // As the replicates are drawn.
        Assert.Equal(new Spread(3, 1.4, 4.6), Spread.Of([5, 1, 2, 4, 3]));
    }

    [Fact]
    public void The_plan_of_a_search_that_learns_has_the_range_that_the_simulator_predicts()
    {
        var plan = SweepPlan.Make(Good.File("tpe.yaml"), Conditions(2));

        Assert.InRange(plan.Range!.Low, 1, plan.Range.Median);
        Assert.InRange(plan.Range.High, plan.Range.Median, double.MaxValue);
        Assert.Null(SweepPlan.Make(Good.File("asha.yaml"), Conditions(2)).Range);
    }

    private static IEnumerable<(int Trial, EpochRecord Record)> Heard(VirtualResult result) =>
        result.Reports.Select(report => (report.Trial.Planned.Trial, report.Record));

    private static PlanConditions Conditions(int slots) => new(slots, null, []);

    private static VirtualResult Run(SweepSpec spec, ICurves curves, int slots) =>
        VirtualSweep.Run(spec, new TrialPlanner(spec, Conditions(slots)), curves, slots);
}
