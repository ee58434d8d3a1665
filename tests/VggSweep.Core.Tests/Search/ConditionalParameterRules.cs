using CsCheck;
using VggSweep.Core.Networks;
using VggSweep.Core.Search;
using VggSweep.Core.Search.Encoding;
using VggSweep.Core.Search.Tpe;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Search;

public sealed class ConditionalParameterRules
{
    private const string Finite =
        """
        name: a
        parameters:
          head: [gap, dense]
          dense: { values: [256, 512], when: { head: dense } }
          dropout: { uniform: [0, 0.5], step: 0.25, when: { head: dense, dense: 512 } }
          width: [8, 16]
        """;

    private const string Endless =
        """
        name: a
        parameters:
          head: [gap, dense]
          dropout: { uniform: [0, 0.5], when: { head: dense } }
        search: { maxTrials: 30, method:
        """;

    private static readonly string[] Keys = ["head", "batchNorm", "lrSchedule", "dense", "batchSize", "momentum"];

    public static TheoryData<string> Methods() => ["random", "sobol", "tpe", "gp", "nsga2"];

    [Fact]
    public void A_parameter_multiplies_only_the_configurations_that_have_it()
    {
        var trials = Proposals.All(Samplers.For(Good.Spec(Finite)));

        Assert.Equal(
            [
                (Head.Gap, 4096, 0.5, 8), (Head.Gap, 4096, 0.5, 16),
                (Head.Dense, 256, 0.5, 8), (Head.Dense, 256, 0.5, 16),
                (Head.Dense, 512, 0, 8), (Head.Dense, 512, 0, 16),
                (Head.Dense, 512, 0.25, 8), (Head.Dense, 512, 0.25, 16),
                (Head.Dense, 512, 0.5, 8), (Head.Dense, 512, 0.5, 16),
            ],
            trials.Select(trial => (trial.Head, trial.Dense, trial.Dropout, trial.Width!.Value)));
        Assert.Empty(SweepPlan.Make(Good.Spec(Finite), new PlanConditions(1, null, [])).Warnings);
    }

    /// <summary>
    /// The grid is the product of all lists, each parameter reset where its conditions fail, without repetition.
    /// </summary>
    [Fact]
    public void A_grid_of_any_conditions_is_the_product_without_what_is_not_there() =>
        Gen.Int[0, 99].Array[40].Sample(choices =>
        {
            var spec = Drawn(choices);
            var product = Proposals.All(
                Samplers.For(
                    spec with { Parameters = [.. spec.Parameters.Select(space => space with { When = [] })] }));
            var expected = product.Select(trial => Reset(spec, trial)).ToHashSet();
            var trials = Proposals.All(Samplers.For(spec));

            Assert.Equal(expected, trials.ToHashSet());
            Assert.Equal(expected.Count, trials.Count);
            Assert.Equal(expected.Count, Samplers.For(spec).Count);
        });

    [Fact]
    public void Points_and_cells_of_any_conditions_come_back() =>
        Gen.Select(Gen.Int[0, 99].Array[40], Gen.Double[0, 1].Array[6]).Sample(
        (choices, places) =>
        {
            var cube = new UnitCube(Drawn(choices), seedsAreReplicates: true);
            var point = places[..cube.Axes.Count];
            var trial = cube.Decode(point);
            cube.Snap(point);

            Assert.Equal(point, cube.Encode(trial)!);
            Assert.Equal(trial, cube.Decode(point));
            Assert.Equal(point, cube.PointOf(cube.CellOf(point)));
            Assert.InRange(cube.CellOf(point), 0, cube.Cells!.Value - 1);
        });

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_sampler_tries_each_configuration_once(string method)
    {
        var trials = Run(Good.Spec($"{Finite}\nsearch: {{ method: {method}, maxTrials: 50 }}"));

        Assert.Equal(Proposals.All(Samplers.For(Good.Spec(Finite))).ToHashSet(), trials.ToHashSet());
        Assert.Equal(10, trials.Count);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_configuration_without_its_only_range_is_not_tried_twice(string method)
    {
        var trials = Run(Good.Spec($"{Endless} {method} }}"));

        Assert.Equal(30, trials.Count);
        Assert.Equal(30, trials.Distinct().Count());
        Assert.InRange(trials.Count(trial => trial.Head is Head.Gap), 0, 1);
        Assert.All(trials.Where(trial => trial.Head is Head.Gap), trial => Assert.Equal(0.5, trial.Dropout));
    }

    [Fact]
    public void Constraints_ask_nothing_of_a_parameter_that_is_not_there() => Assert.Equal(
        4, Samplers.For(Good.Spec($"{Finite}\nconstraints: [dense < 512, dropout < 0.1]")).Count);

    /// <summary>Over a tree of choices the density of an estimator sums to 1.</summary>
    [Fact]
    public void The_density_of_a_parzen_estimator_sums_to_one() => Gen.Int[0, 9].Array[0, 12].Sample(cells =>
    {
        var cube = new UnitCube(Good.Spec(Finite), seedsAreReplicates: true);
        var estimator = new ParzenEstimator(cube, [.. cells.Select(cell => cube.PointOf(cell))]);

        Assert.Equal(1, Enumerable.Range(0, 10).Sum(cell => Math.Exp(estimator.LogDensity(cube.PointOf(cell)))), 1e-9);
    });

    [Fact]
    public void Trials_show_and_store_only_what_they_have()
    {
        var spec = Good.Spec(Finite);
        var (labels, trials) = (TrialLabels.Of(spec), Proposals.All(Samplers.For(spec)));
        var form = SweepSpecJson.Write(spec);
        var read = SweepSpecJson.Read(form).Value!;

        Assert.Equal("head=gap width=8", labels.For(trials[0]));
        Assert.Equal("head=dense dense=512 dropout=0.25 width=8", labels.For(trials[6]));
        Assert.Contains(
            "\"step\":0.25,\"when\":{\"head\":[\"dense\"],\"dense\":[512]}},\"width\":[8,16]", form, StringComparison.Ordinal);
        Assert.Equal(form, SweepSpecJson.Write(read));
        Assert.Equal(trials, Proposals.All(Samplers.For(read)));
        Assert.Contains(
            "depends on lr, which is not before it",
            SweepSpecJson.Read(form.Replace("\"when\":{\"head\":[\"dense\"]}", "\"when\":{\"lr\":[1]}",
                StringComparison.Ordinal)).Problem, StringComparison.Ordinal);
    }

    /// <summary>A default that the sweep would not accept counts where a parameter may be absent.</summary>
    [Fact]
    public void The_value_of_a_trial_without_the_parameter_is_checked_too() => Assert.Contains(
        VggSweep.Core.Sweeps.Reading.SweepSpecReader.Read(
            """
            name: a
            parameters: { head: [gap, dense], batchSize: { values: [16], when: { head: gap } } }
            training: { images: 100, validationImages: 100 }
            """).Errors,
        error => error.Message.Contains("128 is more than the 100 training images", StringComparison.Ordinal));

    private static List<TrialParameters> Run(SweepSpec spec)
    {
        var (sampler, trials) = (Samplers.For(spec), new List<TriedTrial>());
        while (sampler.Propose(trials.Count, new SearchHistory(trials)) is { } proposal)
        {
            trials.Add(
                new TriedTrial(
                    trials.Count + 1, proposal.Parameters,
                    proposal.Parameters.Dropout - (proposal.Parameters.Dense / 1e4), 1));
        }

        return [.. trials.Select(trial => trial.Parameters)];
    }

    private static TrialParameters Reset(SweepSpec spec, TrialParameters trial)
    {
        foreach (var space in spec.Parameters.Where(space => !spec.Has(trial, space.Key)).ToList())
        {
            var parameter = Core.Sweeps.Parameters.TrialParameterTable.Of(space.Key);
            trial = parameter.With(trial, parameter.Get(spec.Base)!);
        }

        return trial;
    }

    /// <summary>Up to six parameters of up to three values, each with up to two conditions on those above it.</summary>
    private static SweepSpec Drawn(int[] choices)
    {
        var next = 0;
        int Choose(int count) => choices[next++ % choices.Length] % count;
        object[][] values =
        [
            [Head.Gap, Head.Dense], [true, false], [LrSchedule.Constant, LrSchedule.Linear, LrSchedule.Cosine],
            [64L, 16L, 32L], [8L, 4L], [0.5, 0.25, 0.75],
        ];
        var spaces = new List<ParameterSpace>();
        for (var index = 0; index < 2 + Choose(5); index++)
        {
            var parents = spaces.Where(_ => Choose(3) == 0).Take(2).Cast<ParameterSpace.Values>()
                .Select(parent => new Condition(parent.Key, [parent.Items[Choose(parent.Items.Count)]])).ToList();
            spaces.Add(new ParameterSpace.Values(Keys[index], values[index]) { When = parents });
        }

        return new SweepSpec { Name = "a", Base = new TrialParameters(), Parameters = spaces };
    }
}
