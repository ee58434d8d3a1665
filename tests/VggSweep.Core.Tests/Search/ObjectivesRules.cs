using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Tests.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Search;

public sealed class ObjectivesRules
{
    private const string Several =
        """
        name: a
        parameters: { width: { int: [4, 64] }, lr: { logUniform: [0.001, 1] } }
        objectives: [{ metric: loss, direction: min }, { metric: macs, direction: min }]
        search: { method: nsga2, maxTrials: 60, nsga2: { population: 10 } }
        """;

    [Fact]
    public void The_first_is_what_schedulers_compare_by_and_all_are_stored()
    {
        var spec = Good.Spec(Several);
        var read = SweepSpecJson.Read(SweepSpecJson.Write(spec)).Value!;

        Assert.Equal(Objective.ValidationLoss, read.Objective);
        Assert.Equal(
            [new(ObjectiveMetric.Loss, ObjectiveDirection.Min),
                new ObjectiveSpec(ObjectiveMetric.Macs, ObjectiveDirection.Min)], read.Objectives);
        Assert.DoesNotContain(
            "objectives", SweepSpecJson.Write(Good.Spec("name: a\nparameters: { width: [8] }")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ObjectiveMetric.Accuracy, ObjectiveDirection.Max, 1)]
    [InlineData(ObjectiveMetric.Loss, ObjectiveDirection.Min, -2)]
    [InlineData(ObjectiveMetric.Macs, ObjectiveDirection.Min, -3)]
    [InlineData(ObjectiveMetric.Params, ObjectiveDirection.Max, 4)]
    [InlineData(ObjectiveMetric.PeakBytes, ObjectiveDirection.Min, -5)]
    [InlineData(ObjectiveMetric.Seconds, ObjectiveDirection.Min, -6)]
    public void Greater_values_are_better(ObjectiveMetric metric, ObjectiveDirection direction, double value) =>
        Assert.Equal(value, new ObjectiveSpec(metric, direction).ValueOf(new TrialMeasures(1, 2, 3, 4, 5, 6)));

    /// <summary>
    /// Loss falls with the width and macs rise with it, so every width is on the front, and lr alone can be bad. A
    /// search for the loss alone would end among the widest.
    /// </summary>
    [Fact]
    public void A_genetic_search_spreads_over_the_front()
    {
        var both = Last(Good.Spec(Several));
        var loss = Last(Good.Spec(Several) with { Objectives = [] });

        Assert.InRange(both.Min(trial => trial.Width!.Value), 4, 12);
        Assert.InRange(both.Max(trial => trial.Width!.Value), 40, 64);
        Assert.True(loss.Average(trial => trial.Width!.Value) > both.Average(trial => trial.Width!.Value) + 8);
    }

    [Fact]
    public void Predicted_seconds_are_those_of_the_submission()
    {
        var spec = Good.Spec(Several.Replace("metric: macs", "metric: seconds", StringComparison.Ordinal));
        var plan = SweepPlan.Make(spec, new PlanConditions(1, null, [new ThroughputSample(2_000_000, 1e11, 10)]));

        Assert.NotNull(SweepSpecJson.Read(SweepSpecJson.Write(plan.Spec)).Value!.CostBasis);
        Assert.Null(SweepPlan.Make(Good.Spec(Several), new PlanConditions(1, null, [])).Spec.CostBasis);
    }

    /// <summary>The second half of 60 trials.</summary>
    private static List<TrialParameters> Last(SweepSpec spec)
    {
        var (proposer, trials) = (new Proposer(spec), new List<TrialParameters>());
        for (var index = 0; index < 60; index++)
        {
            var trial = proposer.At(index)!.Parameters;
            trials.Add(trial);
            proposer.Took(index + 1, trial, 1);
            var loss = (1.0 / trial.Width!.Value) + Math.Pow(Math.Log10(trial.Lr / 0.03), 2);
            proposer.Ended(index + 1, new EpochRecord(1, 0, 0, loss, 1 - loss, 0));
        }

        return trials[30..];
    }
}
