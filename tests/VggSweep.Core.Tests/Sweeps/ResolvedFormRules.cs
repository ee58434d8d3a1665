using CsCheck;
using VggSweep.Core.Networks;
using VggSweep.Core.Scheduling.Asha;
using VggSweep.Core.Scheduling.RunToEnd;
using VggSweep.Core.Search.Random;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Sweeps.Resolved;

namespace VggSweep.Core.Tests.Sweeps;

public sealed class ResolvedFormRules
{
    private const string Sweep =
        """{"version":1,"name":"a","network":{"arch":"blocks","resolution":28,"head":"gap","dense":4096,"batchNorm":"""
        + """true,"lr":0.1,"lrSchedule":"cosine","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.5,"seed":"""
        + """0,"epochs":3,"precision":"auto","blocks":[[1,4],[2,8]]},"parameters":{"width":[8,16],"lr":{"logUniform":"""
        + """[0.01,1]},"seed":{"int":[0,9]},"batchNorm":[true,false],"head":["gap"],"momentum":{"uniform":"""
        + """[0,0.5]}},"search":{"method":"random","maxTrials":20,"seed":7},"scheduler":"asha","asha":"""
        + """{"form":"stopping","rungs":"macs","minimum":1000000000000,"eta":2,"grace":"""
        + """1},"objective":"validationLoss","training":{"images":null,"validationImages":200,"checkpointEvery":2,"seed":"""
        + """1},"limits":{"slots":2,"retries":3,"trialTimeout":"01:30:00","failedTrials":5},"placement":{"priority":"""
        + """10,"labels":["a100"]},"resume":"exact"}""";

    private const string Trial =
        """{"version":1,"parameters":{"arch":"vgg11","width":64,"resolution":224,"head":"dense","dense":4096,"batchNorm":"""
        + """false,"lr":0.01,"lrSchedule":"constant","momentum":0,"weightDecay":0,"batchSize":128,"dropout":0.5,"seed":"""
        + """0,"epochs":10},"training":{"images":20000,"validationImages":5000,"checkpointEvery":1,"seed":0}}""";

    private static readonly Gen<(int At, int Cut, string Put)> Damage =
        Gen.Select(Gen.Int[0, Sweep.Length - 1], Gen.Int[0, 40], Gen.String[Gen.Char["{}[]\",:0-9truenl\\ud800 "], 0, 6]);

    /// <summary>The literals are version 1, whatever today's writer does.</summary>
    [Fact]
    public void Version_1_is_read_to_the_last_value()
    {
        var spec = SweepSpecJson.Read(Sweep).Value!;
        Assert.Equal(
            new TrialParameters
            {
                Arch = "blocks",
                Resolution = 28,
                Head = Head.Gap,
                BatchNorm = true,
                Lr = 0.1,
                LrSchedule = LrSchedule.Cosine,
                Momentum = 0.9,
                BatchSize = 64,
                Epochs = 3,
                Precision = Precision.Auto,
            },
            spec.Base with { Blocks = null });
        Assert.Equal([new Block(1, 4), new Block(2, 8)], spec.Base.Blocks!);
        Assert.Equal(["width", "lr", "seed", "batchNorm", "head", "momentum"], spec.Parameters.Select(space => space.Key));
        Assert.Equal([8L, 16L], ((ParameterSpace.Values)spec.Parameters[0]).Items);
        Assert.Equal(
            [new ParameterSpace.Range("lr", 0.01, 1, Logarithmic: true), new ParameterSpace.Integers("seed", 0, 9)],
            spec.Parameters.Skip(1).Take(2));
        Assert.Equal(new SearchSpec { Sampler = new RandomSpec(), MaxTrials = 20, Seed = 7 }, spec.Search);
        Assert.Equal(new AshaSpec { Form = AshaForm.Stopping, Rungs = RungResource.Macs, Minimum = 1e12, Eta = 2 }, spec.Scheduler);
        Assert.Equal((Objective.ValidationLoss, ResumeRule.Exact), (spec.Objective, spec.Resume));
        Assert.Equal(new TrainingSpec { ValidationImages = 200, CheckpointEvery = 2, Seed = 1 }, spec.Training);
        Assert.Equal(new LimitsSpec { Slots = 2, Retries = 3, TrialTimeout = TimeSpan.FromMinutes(90), FailedTrials = 5 }, spec.Limits);
        Assert.Equal((10, "a100"), (spec.Placement.Priority, Assert.Single(spec.Placement.Labels)));

        Assert.Equal(
            new TrialSpec(new TrialParameters { Width = 64 }, new TrainingSpec { Images = 20_000 }),
            TrialSpecJson.Read(Trial).Value);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        Assert.Equal(Sweep, SweepSpecJson.Write(SweepSpecJson.Read(Sweep).Value!));
        Assert.Equal(Trial, TrialSpecJson.Write(TrialSpecJson.Read(Trial).Value!));
        foreach (var file in Good.Files())
        {
            var form = SweepSpecJson.Write(Good.File(Path.GetFileName(file)));
            Assert.Equal(form, SweepSpecJson.Write(SweepSpecJson.Read(form).Value!));
        }
    }

    /// <summary>Version 1 has always written the options of asha, also where the scheduler is none.</summary>
    [Fact]
    public void Options_of_a_scheduler_that_the_sweep_does_not_use_are_read_over()
    {
        var stored = Sweep.Replace("\"scheduler\":\"asha\"", "\"scheduler\":\"none\"", StringComparison.Ordinal);
        Assert.Equal(new RunToEndSpec(), SweepSpecJson.Read(stored).Value!.Scheduler);
    }

    [Theory]
    [InlineData("\"scheduler\":\"asha\"", "\"scheduler\":\"another\"", "no scheduler another")]
    [InlineData("\"asha\":{", "\"other\":{", "unknown key other")]
    [InlineData("\"asha\":{", "\"asha\":{\"r\":1,", "damaged")]
    [InlineData("\"asha\":{\"form\":\"stopping\",\"rungs\":\"macs\",\"minimum\":1000000000000,\"eta\":2,\"grace\":1},",
        "", "asha has no options")]
    public void A_scheduler_that_this_program_does_not_know_is_a_reason(string old, string changed, string reason) =>
        Assert.Contains(
            reason, SweepSpecJson.Read(Sweep.Replace(old, changed, StringComparison.Ordinal)).Problem,
            StringComparison.Ordinal);

    [Fact]
    public void A_row_of_before_becomes_the_form_of_its_trial()
    {
        var spec = TrialSpecJson.Read(Trial).Value!;
        var (head, tail) = TrialSpecJson.Around(spec.Training);
        Assert.Equal(Trial, head + TrialParametersJson.Write(spec.Parameters) + tail);
    }

    [Theory]
    [InlineData("width: [5000]", "\"width\":[8,16]", "\"width\":[5000]")]
    [InlineData("resolution: [4096]", "\"width\":[8,16]", "\"resolution\":[4096]")]
    [InlineData("momentum: [1.5]", "\"width\":[8,16]", "\"momentum\":[1.5]")]
    public void A_value_that_the_reader_of_files_refuses_is_read_from_the_store(string refused, string old, string stored)
    {
        Assert.NotEmpty(SweepSpecReader.Read($"name: a\nparameters: {{ {refused} }}").Errors);
        Assert.True(SweepSpecJson.Read(Sweep.Replace(old, stored, StringComparison.Ordinal)).IsReadable);
    }

    [Theory]
    [InlineData("", "no resolved form yet")]
    [InlineData("{\"epochs\":2}", "because its sweep has none")]
    [InlineData("{\"version\":2}", "version 2, and this program reads up to 1")]
    [InlineData("{\"version\":\"1\"}", "damaged")]
    [InlineData("{\"version\":1}", "damaged")]
    [InlineData("[]", "damaged")]
    [InlineData("null", "damaged")]
    [InlineData("name: a", "damaged")]
    public void What_cannot_be_read_is_a_reason(string text, string reason)
    {
        Assert.Contains(reason, SweepSpecJson.Read(text).Problem, StringComparison.Ordinal);
        Assert.Contains(reason, TrialSpecJson.Read(text).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_that_was_never_resolved_says_why() =>
        Assert.Equal("1:2: \"what\"", SweepSpecJson.Read(ResolvedForm.Unreadable("1:2: \"what\"")).Problem);

    /// <summary>Damage of any kind is a value: an exception here would stop a whole cluster.</summary>
    [Fact]
    public void Damaged_text_never_throws() => Damage.Sample((at, cut, put) =>
    {
        foreach (var text in (string[])[Sweep, Trial])
        {
            var start = Math.Min(at, text.Length);
            var damaged = text[..start] + put + text[Math.Min(text.Length, start + cut)..];
            _ = SweepSpecJson.Read(damaged);
            _ = TrialSpecJson.Read(damaged);
        }
    });
}
