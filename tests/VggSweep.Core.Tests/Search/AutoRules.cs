using VggSweep.Core.Scheduling;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Search;

public sealed class AutoRules
{
    [Theory]
    [InlineData("parameters: { width: [8, 16], resolution: [32, 56] }\nsearch: auto", "grid", null, "none")]
    [InlineData("parameters: { lr: { logUniform: [0.01, 0.1] } }\nsearch: auto", "gp", 30, "topK")]
    [InlineData("parameters: { lr: { logUniform: [0.01, 0.1] } }\nsearch: { method: auto, maxTrials: 900 }", "tpe", 900, "topK")]
    [InlineData("parameters: { lr: { logUniform: [0.01, 0.1] } }\nscheduler: none\nsearch: auto", "gp", 30, "none")]
    [InlineData("parameters: { lr: { logUniform: [0.01, 0.1] } }\nscheduler: asha\nsearch: auto", "gp", 30, "asha")]
    [InlineData("parameters: { lr: { logUniform: [0.01, 0.1] } }\nnetwork: { epochs: 2 }\nsearch: auto", "gp", 30, "none")]
    [InlineData("parameters: { width: [8, 16, 32, 64] }\nsearch: { method: auto, maxTrials: 3 }", "gp", 3, "topK")]
    [InlineData(
        "parameters: { width: [8, 16] }\nsearch: auto\n"
        + "objectives: [{ metric: accuracy, direction: max }, { metric: macs, direction: min }]",
        "nsga2", 2, "none")]
    public void It_chooses_for_the_space_and_says_why(string file, string sampler, int? trials, string scheduler)
    {
        var spec = Good.Spec($"name: a\n{file}");
        Assert.Equal(
            (sampler, trials, scheduler),
            (Samplers.Table.NameOf(spec.Search.Sampler), spec.Search.MaxTrials, Schedulers.Table.NameOf(spec.Scheduler)));
        Assert.StartsWith(sampler, spec.Search.Chosen, StringComparison.Ordinal);
        Assert.Equal(scheduler == "topK", spec.Search.Chosen!.Contains("topK", StringComparison.Ordinal));
    }

    [Fact]
    public void The_choice_is_stored_and_plans_as_if_the_file_named_it()
    {
        var auto = Good.Spec("name: a\nparameters: { width: [8, 16] }\nsearch: auto");
        Assert.Equal(SweepSpecJson.Write(auto), SweepSpecJson.Write(SweepSpecJson.Read(SweepSpecJson.Write(auto)).Value!));
        Assert.Equal(2, SweepPlan.Make(auto, new PlanConditions(1, null, [])).Count);
    }

    [Fact]
    public void An_extension_for_which_it_would_choose_otherwise_is_refused()
    {
        var begun = Good.Spec("name: a\nparameters: { width: [8, 16] }\nsearch: auto");
        var more = Good.Spec("name: a\nparameters: { width: [8, 16, 32] }\nsearch: auto");
        var sixty = string.Join(", ", Enumerable.Range(1, 60).Select(one => 4 * one));
        var other = Good.Spec($"name: a\nparameters: {{ width: [{sixty}] }}\nsearch: auto");
        Assert.Empty(new SpecExtension(begun, more, 2).Refused);
        Assert.Contains(new SpecExtension(begun, other, 2).Refused, refused => refused.Path == "search.method");
    }
}
