using System.Globalization;
using CsCheck;
using VggSweep.Core.Search;
using VggSweep.Core.Search.Encoding;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Search;

public sealed class SteppedRangeRules
{
    private static readonly Gen<(int Low, int Step, int Steps, int Scale)> Ranges =
        Gen.Select(Gen.Int[0, 500], Gen.Int[1, 500], Gen.Int[1, 400], Gen.Int[0, 6]);

    [Fact]
    public void Whole_numbers_are_a_step_apart_from_end_to_end() => Ranges.Sample((low, step, steps, _) =>
    {
        var space = Space($"seed: {{ int: [{low}, {low + (step * steps)}], step: {step} }}");

        Assert.Equal(
            Enumerable.Range(0, steps + 1).Select(index => (long)(low + (step * index))),
            Enumerable.Range(0, (int)space.Size!.Value).Select(index => (long)space.ValueAt(index)));
    });

    /// <summary>0.1 + 2·0.1 is 0.3, not 0.30000000000000004.</summary>
    [Fact]
    public void Reals_are_the_decimals_that_the_file_means() => Ranges.Sample((low, step, steps, scale) =>
    {
        var (from, by) = (Scaled(low, scale), Scaled(step, scale));
        var space = Space(FormattableString.Invariant($"weightDecay: {{ uniform: [{from}, {from + (steps * by)}], step: {by} }}"));

        Assert.Equal(steps + 1, space.Size);
        Assert.All(Enumerable.Range(0, steps + 1), index => Assert.Equal(Parsed(from + (index * by)), space.ValueAt(index)));
    });

    [Fact]
    public void A_grid_takes_every_step_in_the_order_of_the_file()
    {
        var spec = Good.Spec("name: a\nparameters: { width: { int: [4, 12], step: 4 }, momentum: { uniform: [0.1, 0.3], step: 0.1 } }");

        Assert.Equal(9, Samplers.For(spec).Count);
        Assert.Equal(
            [(4, 0.1), (4, 0.2), (4, 0.3), (8, 0.1), (8, 0.2), (8, 0.3), (12, 0.1), (12, 0.2), (12, 0.3)],
            Proposals.All(Samplers.For(spec)).Select(trial => (trial.Width!.Value, trial.Momentum)));
    }

    [Theory]
    [InlineData("random")]
    [InlineData("sobol")]
    [InlineData("tpe")]
    [InlineData("gp")]
    [InlineData("nsga2")]
    public void Every_sampler_proposes_each_step_once_and_nothing_between(string method)
    {
        var spec = Good.Spec($$"""
            name: a
            parameters: { width: { int: [4, 40], step: 12 }, momentum: { uniform: [0, 0.9], step: 0.15 } }
            search: { method: {{method}}, maxTrials: 100 }
            """);
        var (sampler, trials) = (Samplers.For(spec), new List<TriedTrial>());
        while (sampler.Propose(trials.Count, new SearchHistory(trials)) is { } proposal)
        {
            var (width, momentum) = (proposal.Parameters.Width!.Value, proposal.Parameters.Momentum);
            trials.Add(new TriedTrial(trials.Count + 1, proposal.Parameters, momentum - (width / 100.0), 1));
        }

        Assert.Equal(28, sampler.Count);
        Assert.Equal(28, trials.Select(trial => trial.Parameters).Distinct().Count());
        Assert.Equal(28, trials.Count);
        Assert.All(trials, trial => Assert.Contains(trial.Parameters.Width!.Value, (int[])[4, 16, 28, 40]));
        Assert.All(trials, trial => Assert.Contains(trial.Parameters.Momentum, (double[])[0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9]));
    }

    [Fact]
    public void A_step_comes_back_from_its_point_and_what_lies_between_has_none() => Gen.Double[0, 1].Array[2].Sample(point =>
    {
        var cube = new UnitCube(
            Good.Spec("name: a\nparameters: { dense: { int: [1, 991], step: 11 }, dropout: { uniform: [0, 0.9], step: 0.001 } }"), true);
        var trial = cube.Decode(point);

        Assert.Equal(91 * 901, cube.Cells);
        Assert.Equal(trial, cube.Decode(cube.Encode(trial)!));
        Assert.Null(cube.Encode(trial with { Dense = trial.Dense + 1 }));
        Assert.Null(cube.Encode(trial with { Dropout = trial.Dropout + 0.0005 }));
    });

    [Fact]
    public void Steps_are_stored()
    {
        var spec = Good.Spec("name: a\nparameters: { width: { int: [4, 64], step: 4 }, dropout: { uniform: [0, 0.5], step: 0.25 } }");
        var form = SweepSpecJson.Write(spec);

        Assert.Contains(
            "{\"width\":{\"int\":[4,64],\"step\":4},\"dropout\":{\"uniform\":[0,0.5],\"step\":0.25}}",
            form, StringComparison.Ordinal);
        Assert.Equal(spec.Parameters, SweepSpecJson.Read(form).Value!.Parameters);
    }

    private static ParameterSpace Space(string parameter) =>
        Good.Spec($"name: a\nparameters: {{ {parameter} }}\nsearch: {{ maxTrials: 9 }}").Parameters[0];

    private static double Parsed(decimal value) =>
        double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static decimal Scaled(int value, int scale)
    {
        var scaled = (decimal)value;
        for (; scale > 0; scale--)
        {
            scaled /= 10;
        }

        return scaled;
    }
}
