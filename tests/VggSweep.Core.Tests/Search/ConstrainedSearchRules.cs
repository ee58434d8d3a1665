using CsCheck;
using VggSweep.Core.Networks;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Search;

public sealed class ConstrainedSearchRules
{
    private const string Finite = "parameters: { width: [4, 8, 16, 32, 64], resolution: [32, 48, 56, 84], head: [gap, "
        + "dense] }";
    private const string Endless = "parameters: { width: { int: [4, 64] }, lr: { logUniform: [0.001, 1] }, "
        + "resolution: [32, 48, 56, 84] }";
    private const string Constraints = "constraints: [macs <= 100e6, width * resolution <= 1400, head == gap or width "
        + "< 16]";

    public static TheoryData<string> Methods() => ["random", "sobol", "tpe", "gp", "nsga2"];

    [Fact]
    public void A_grid_skips_what_constraints_exclude_and_keeps_its_order()
    {
        var spec = Spec(Finite, "grid", maxTrials: null);
        var all = Proposals.All(Samplers.For(spec with { Constraints = [] }));
        var left = all.Where(trial => Meets(trial)).ToList();

        Assert.InRange(left.Count, 5, 35);
        Assert.Equal(left, Proposals.All(Samplers.For(spec)));
        Assert.Equal(left.Count, Samplers.For(spec).Count);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_sampler_tries_all_that_is_allowed_once_and_nothing_else(string method)
    {
        var spec = Spec(Finite, method, 100);
        var trials = Run(spec, 100);

        Assert.All(trials, trial => Assert.True(Meets(trial), $"{trial}"));
        Assert.Equal(Proposals.All(Samplers.For(Spec(Finite, "grid", null))).ToHashSet(), trials.ToHashSet());
        Assert.Equal(trials.Count, trials.Distinct().Count());
        Assert.Equal(trials.Count, Samplers.For(spec).Count);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Draws_from_ranges_meet_the_constraints_too(string method)
    {
        var trials = Run(Spec(Endless, method, 40), 40);

        Assert.Equal(40, trials.Count);
        Assert.All(trials, trial => Assert.True(Meets(trial), $"{trial}"));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_proposal_depends_on_nothing_but_index_and_history(string method)
    {
        var spec = Spec(Endless, method, 20);
        var (trials, sampler) = (new List<TriedTrial>(), Samplers.For(spec));
        for (var index = 0; index < 12; index++)
        {
            trials.Add(
                new TriedTrial(index + 1, sampler.Propose(index, new SearchHistory(trials))!.Parameters, index % 5, 1));
        }

        foreach (var index in (int[])[11, 3, 7])
        {
            Assert.Equal(
                trials[index].Parameters,
                Samplers.For(spec).Propose(index, new SearchHistory(trials[..index]))!.Parameters);
        }
    }

    [Theory]
    [InlineData("grid")]
    [InlineData("random")]
    [InlineData("sobol")]
    [InlineData("tpe")]
    [InlineData("gp")]
    [InlineData("nsga2")]
    public void A_search_that_finds_nothing_more_ends_and_says_why(string method)
    {
        // Too large to count: one configuration of 40,000 is left.
        var spec = Good.Spec($$"""
            name: a
            parameters: { dense: { int: [1, 20000] }, head: [gap, dense] }
            search: { method: {{method}}, maxTrials: 100 }
            constraints: [dense == 20000 and head == gap]
            """);
        var (proposer, index) = (new Proposer(spec), 0);
        while (proposer.At(index) is { } proposal)
        {
            proposer.Took(++index, proposal.Parameters, 1);
        }

        Assert.InRange(index, 0, 1);
        Assert.Equal(
            "no further configuration found that meets dense == 20000 and head == gap", proposer.StopReason(index));
        if (method == "grid")
        {
            Assert.Equal(1, index);
        }
    }

    /// <summary>Fewer or more constraints: the allowed configurations are those that meet each.</summary>
    [Fact]
    public void The_count_is_that_of_the_configurations_that_meet_every_constraint() =>
        Gen.Select(Gen.Int[1, 70], Gen.Int[100, 6_000], Gen.Int[1_000_000, 500_000_000]).Sample(
            (width, product, macs) =>
            {
                var text = $"constraints: [width <= {width} or head == gap, width * resolution <= {product}, macs <= "
                    + $"{macs}]";
                if (SweepSpecReader.Read($"name: a\n{Finite}\n{text}").Spec is not { } spec)
                {
                    return;
                }

                var all = Proposals.All(Samplers.For(spec with { Constraints = [] }));
                Assert.Equal(
                    all.Count(trial => (trial.Width <= width || trial.Head is Head.Gap)
                        && trial.Width * trial.Resolution <= product
                        && TrialNetwork.Of(trial).Value!.Macs <= macs),
                    Samplers.For(spec).Count);
            },
            iter: 40);

    [Fact]
    public void A_plan_says_how_many_each_constraint_excludes()
    {
        var plan = SweepPlan.Make(
            Good.Spec($"name: a\n{Finite}\nconstraints: [width <= 32, width * resolution <= 1400]"),
            new PlanConditions(1, null, []));

        Assert.Equal(
            "14 of 40 configurations are excluded: 8 by width <= 32, 14 by width * resolution <= 1400",
            $"{plan.Exclusions}");
        Assert.Equal(26, plan.Count);
        Assert.Null(SweepPlan.Make(Good.Spec($"name: a\n{Finite}"), new PlanConditions(1, null, [])).Exclusions);
    }

    [Fact]
    public void Seconds_are_judged_by_what_was_known_at_submission_ever_after()
    {
        var spec = Good.Spec($"name: a\n{Finite}\nconstraints: [seconds <= 1000]");
        var slow = SweepPlan.Make(spec, new PlanConditions(1, null, [new ThroughputSample(2_000_000, 1e11, 10)]));
        var fast = SweepPlan.Make(spec, new PlanConditions(1, null, [new ThroughputSample(2_000_000, 1e11, 0.1)]));
        var stored = SweepSpecJson.Read(SweepSpecJson.Write(slow.Spec)).Value!;

        Assert.True(slow.Count < fast.Count, $"{slow.Count} {fast.Count}");
        Assert.All(slow.Trials, trial => Assert.InRange(trial.Cost.PredictedSeconds, 0, 1000));
        Assert.Equal(slow.Count, Samplers.For(stored).Count);
        Assert.Equal(slow.Count, SweepPlan.Make(stored, new PlanConditions(1, null, [])).Count);
        Assert.Equal(stored.CostBasis!.History, slow.Spec.CostBasis!.History);
        Assert.Empty(new SpecExtension(stored, spec, 1).Refused);
        Assert.Equal(slow.Spec.CostBasis.History, new SpecExtension(stored, spec, 1).Extended.CostBasis!.History);
    }

    [Fact]
    public void A_plan_of_seconds_that_nothing_meets_has_no_trials()
    {
        var plan = SweepPlan.Make(
            Good.Spec($"name: a\n{Finite}\nconstraints: [seconds <= 1e-9]"), new PlanConditions(1, null, []));

        Assert.Empty(plan.Trials);
        Assert.True(plan.Exclusions!.IsEverything);
    }

    [Fact]
    public void Constraints_are_stored_and_an_extension_keeps_them()
    {
        var spec = Spec(Finite, "grid", null);
        var form = SweepSpecJson.Write(spec);

        Assert.Equal(spec.Constraints, SweepSpecJson.Read(form).Value!.Constraints);
        Assert.Equal(
            ["constraints: [\"width <= 8\"] -> not set"],
            new SpecExtension(Good.Spec($"name: a\n{Finite}\nconstraints: [width <= 8]"),
                Good.Spec($"name: a\n{Finite}"), 1).Refused.Select(one => $"{one}"));
        Assert.Contains(
            "there is no quantity 'macz' at character 1",
            SweepSpecJson.Read(form.Replace("macs <=", "macz <=", StringComparison.Ordinal)).Problem,
            StringComparison.Ordinal);
    }

    private static SweepSpec Spec(string parameters, string method, int? maxTrials) => Good.Spec(
        $"name: a\n{parameters}\n{Constraints}\nsearch: "
        + $"{{ method: {method}{(maxTrials is null ? "" : $", maxTrials: {maxTrials}")} }}");

    private static bool Meets(TrialParameters trial) =>
        TrialNetwork.Of(trial).Value!.Macs <= 100e6 && trial.Width * trial.Resolution <= 1400
        && (trial.Head is Head.Gap || trial.Width < 16);

    private static List<TrialParameters> Run(SweepSpec spec, int most)
    {
        var (sampler, trials) = (Samplers.For(spec), new List<TriedTrial>());
        while (trials.Count < most && sampler.Propose(trials.Count, new SearchHistory(trials)) is { } proposal)
        {
            var value = proposal.Parameters.Width!.Value / (10.0 + proposal.Parameters.Resolution);
            trials.Add(new TriedTrial(trials.Count + 1, proposal.Parameters, value, 1));
        }

        return [.. trials.Select(trial => trial.Parameters)];
    }
}
