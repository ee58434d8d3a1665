using VggSweep.Core.Search.Budgets;
using VggSweep.Core.Simulation;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Simulation;

public sealed class SearchBudgetRules
{
    private static readonly PlanConditions TwoSlots = new(2, null, []);

    [Theory]
    [InlineData("grid", "none")]
    [InlineData("random", "asha")]
    [InlineData("tpe", "topK")]
    [InlineData("tpe", "median")]
    public void Device_time_is_spent_and_never_passed(string sampler, string scheduler)
    {
        var spec = Spec(sampler, scheduler);
        var all = Run(spec, null).DeviceSeconds;
        foreach (var share in new[] { 0.2, 0.5, 0.9 })
        {
            var most = TimeSpan.FromSeconds(all * share);
            var result = Run(spec, new SearchBudget(null, most, null));
            Assert.InRange(result.DeviceSeconds, most.TotalSeconds / 2, most.TotalSeconds);
        }
    }

    [Fact]
    public void A_trial_that_would_pass_the_wall_time_is_not_started()
    {
        var spec = Spec("grid", "none");
        var most = TimeSpan.FromSeconds(Total(spec) / 4);
        var result = Run(spec, new SearchBudget(most, null, null));
        Assert.InRange(result.Seconds, most.TotalSeconds / 2, most.TotalSeconds);
        Assert.All(result.Trials, trial => Assert.True(trial.IsComplete));
        Assert.Contains("wall time", result.Finish, StringComparison.Ordinal);
    }

    [Fact]
    public void Cheap_configurations_still_run_where_a_dear_one_does_not_fit()
    {
        var spec = Good.Spec("name: a\nparameters: { width: [64, 8, 4] }\nnetwork: { epochs: 2 }");
        var dear = SweepPlan.Propose(spec, TwoSlots).Max(trial => trial.Cost.TrainingMacs);
        var result = Run(spec, new SearchBudget(null, null, dear * 0.9));
        Assert.Equal([8, 4], result.Trials.Select(trial => trial.Planned.Parameters.Width!.Value));
    }

    [Fact]
    public void A_budget_that_fits_everything_changes_nothing()
    {
        var spec = Spec("tpe", "asha");
        var (free, within) = (Run(spec, null), Run(spec, new SearchBudget(null, TimeSpan.FromDays(365), null)));
        Assert.Equal(
            free.Trials.Select(trial => (trial.Planned.Parameters.Identity(spec.Training), trial.Epochs)),
            within.Trials.Select(trial => (trial.Planned.Parameters.Identity(spec.Training), trial.Epochs)));
    }

    private static VirtualResult Run(SweepSpec spec, SearchBudget? budget)
    {
        spec = spec with { Search = spec.Search with { Budget = budget } };
        return VirtualSweep.Run(spec, new TrialPlanner(spec, TwoSlots), new PowerLawCurves(spec, 1), slots: 2);
    }

    /// <summary>Seconds of all trials, each trained to its end.</summary>
    private static double Total(SweepSpec spec) =>
        SweepPlan.Propose(spec, TwoSlots).Sum(trial => trial.Cost.PredictedSeconds);

    private static SweepSpec Spec(string sampler, string scheduler) => Good.Spec(
        $$"""
        name: a
        network: { epochs: 9 }
        parameters: { width: [8, 16, 32], lr: { values: [0.01, 0.02, 0.03, 0.05, 0.1] }, seed: [1, 2] }
        search: { method: {{sampler}}, maxTrials: 30 }
        scheduler: {{scheduler}}
        """);
}
