using VggSweep.Core.Networks;
using VggSweep.Core.Search.Random;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Tests.Sweeps;

public sealed class SweepSpecReaderRules
{
    private const string Whole = """
        name: all of it
        network: { arch: blocks, blocks: [[1, 16], [2, 32]], head: gap, dense: 64, batchNorm: true, resolution: 28 }
        parameters:
          lr: { logUniform: [0.001, 0.1] }
          width: { int: [8, 64] }
          momentum: 0.9
          lrSchedule: [linear, cosine]
        search: { method: random, maxTrials: 12, seed: 7 }
        scheduler: none
        objective: validationLoss
        training: { images: 1000, validationImages: 500, checkpointEvery: 3, seed: 5 }
        limits: { slots: 2, retries: 0, trialTimeout: 1.5h, failedTrials: 4 }
        """;

    [Theory]
    [MemberData(nameof(BadFiles.Cases), MemberType = typeof(BadFiles))]
    public void A_bad_file_shows_every_mistake_with_its_place_and_mend(string title, string yaml, string[] expected)
    {
        Assert.NotEmpty(title);

        var reading = SweepSpecReader.Read(yaml);

        Assert.Null(reading.Spec);
        Assert.Equal(expected, reading.Errors.Select(error => error.Format("bad.yaml")));
    }

    [Fact]
    public void A_file_that_gives_every_section_is_read_whole()
    {
        var spec = Good.Spec(Whole);

        Assert.Equal("all of it", spec.Name);
        Assert.Equal([new Block(1, 16), new Block(2, 32)], spec.Base.Blocks!);
        Assert.Equal(
            new TrialParameters { Arch = "blocks", Head = Head.Gap, Dense = 64, BatchNorm = true, Resolution = 28 },
            spec.Base with { Blocks = null });
        Assert.Equal(["lr", "width", "momentum", "lrSchedule"], spec.Parameters.Select(space => space.Key));
        Assert.Equal(new ParameterSpace.Range("lr", 0.001, 0.1, Logarithmic: true), spec.Parameters[0]);
        Assert.Equal(new ParameterSpace.Integers("width", 8, 64), spec.Parameters[1]);
        Assert.Equal([0.9], Assert.IsType<ParameterSpace.Values>(spec.Parameters[2]).Items);
        Assert.Equal([LrSchedule.Linear, LrSchedule.Cosine], Assert.IsType<ParameterSpace.Values>(spec.Parameters[3]).Items);
        Assert.Equal(new SearchSpec { Sampler = new RandomSpec(), MaxTrials = 12, Seed = 7 }, spec.Search);
        Assert.Equal(Objective.ValidationLoss, spec.Objective);
        Assert.Equal(new TrainingSpec { Images = 1000, ValidationImages = 500, CheckpointEvery = 3, Seed = 5 }, spec.Training);
        Assert.Equal(new LimitsSpec { Slots = 2, Retries = 0, TrialTimeout = TimeSpan.FromMinutes(90), FailedTrials = 4 }, spec.Limits);
    }

    [Fact]
    public void A_file_with_a_name_and_one_parameter_has_the_documented_defaults()
    {
        var spec = Good.Spec("name: a\nparameters: { lr: [0.1] }");

        Assert.Equal(new TrialParameters(), spec.Base);
        Assert.Equal(new SearchSpec(), spec.Search);
        Assert.Equal(new TrainingSpec(), spec.Training);
        Assert.Equal(new LimitsSpec(), spec.Limits);
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("30m", 1_800)]
    [InlineData("2h", 7_200)]
    [InlineData("01:30:00", 5_400)]
    public void A_timeout_is_given_in_seconds_minutes_or_hours(string text, double seconds)
    {
        var spec = Good.Spec($"name: a\nparameters: {{ lr: 0.1 }}\nlimits: {{ trialTimeout: {text} }}");

        Assert.Equal(TimeSpan.FromSeconds(seconds), spec.Limits.TrialTimeout);
    }

    [Fact]
    public void Negative_zero_is_zero_so_that_equal_trials_have_equal_identities()
    {
        var spec = Good.Spec("name: a\nparameters: { weightDecay: -0.0 }");

        var value = Assert.IsType<double>(Assert.IsType<ParameterSpace.Values>(spec.Parameters[0]).Items[0]);
        Assert.False(double.IsNegative(value));
    }

    [Fact]
    public void A_file_of_more_than_a_quarter_million_characters_is_refused_unread()
    {
        var error = Assert.Single(SweepSpecReader.Read("# " + new string('x', 250_000)).Errors);

        Assert.Equal("f:1:1: the file has more than 250,000 characters; is it a sweep file?", error.Format("f"));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("{a: ")]
    public void Nesting_without_end_is_a_mistake_and_no_crash(string piece)
    {
        var reading = SweepSpecReader.Read(string.Concat(Enumerable.Repeat(piece, 240_000 / piece.Length)));

        Assert.Null(reading.Spec);
        Assert.NotEmpty(reading.Errors);
    }

    /// <summary>YamlDotNet throws something else for some of them than for all other mistakes.</summary>
    [Theory]
    [InlineData("!!é")]
    [InlineData("!!")]
    [InlineData("!<>")]
    [InlineData("!<:>")]
    [InlineData("!!%")]
    [InlineData("!!int:")]
    [InlineData("!!%41%")]
    public void A_tag_that_is_none_is_a_mistake_and_no_crash(string tag)
    {
        var reading = SweepSpecReader.Read($"{tag} name: a\nparameters: {{ lr: {tag} 0.1 }}");

        Assert.Null(reading.Spec);
        Assert.NotEmpty(reading.Errors);
    }

    [Fact]
    public void Mistakes_beyond_the_hundredth_are_counted()
    {
        var values = string.Join(", ", Enumerable.Repeat("x", 1_000));

        var errors = SweepSpecReader.Read($"name: a\nparameters: {{ lr: [{values}] }}").Errors;

        Assert.Equal(101, errors.Count);
        Assert.Equal("900 more errors are not shown", errors[^1].Message);
    }
}
