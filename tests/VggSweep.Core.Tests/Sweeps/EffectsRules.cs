using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Tests.Sweeps;

/// <summary>The plan's warnings of parameters that change nothing.</summary>
public sealed class EffectsRules
{
    [Theory]
    [InlineData("network: { head: gap }\nparameters: { dense: [256, 512] }",
        "trials 1 and 2 train the same network in the same way: dense has no effect with head: gap")]
    [InlineData("network: { head: gap }\nparameters: { dropout: [0.1, 0.5] }",
        "trials 1 and 2 train the same network in the same way: dropout has no effect with head: gap")]
    [InlineData(
        "parameters: { head: [dense, gap], dense: [256, 512], lr: [0.1, 0.2] }",
        "trials 5 and 7 and 2 more train the same network in the same way: dense has no effect with head: gap")]
    [InlineData(
        "network: { head: gap }\nparameters: { dense: [256, 512], dropout: [0.1, 0.2] }",
        "trials 1 and 2 and 2 more train the same network in the same way: dense and dropout have no effect with head: gap")]
    [InlineData("network: { head: gap, dense: 256 }\nparameters: { lr: [0.1, 0.2] }", "dense has no effect with head: gap")]
    [InlineData("parameters: { arch: [vgg11], width: [64] }\nnetwork: { head: gap, dropout: 0.25 }",
        "dropout has no effect with head: gap")]
    [InlineData(
        "network: { epochs: 1, batchSize: 100 }\nparameters: { momentum: [0, 0.9] }\ntraining: { images: 100 }",
        "trials 1 and 2 train the same network in the same way: momentum has no effect with epochs: 1")]
    [InlineData(
        "network: { epochs: 1, batchSize: 100 }\nparameters: { lrSchedule: [constant, linear, cosine] }\ntraining: { images: 100 }",
        "trials 1 and 2 and 1 more train the same network in the same way: lrSchedule has no effect with epochs: 1")]
    [InlineData(
        "network: { blocks: [[1, 64], [1, 128], [2, 256], [2, 512], [2, 512]] }\nparameters: { arch: [vgg11, blocks] }",
        "trials 1 and 2 train the same network in the same way: arch has no effect")]
    public void A_parameter_without_effect_is_named_with_the_value_that_takes_it(string yaml, string expected) =>
        Assert.Equal([expected], Warnings(yaml));

    [Theory]
    [InlineData("parameters: { dense: [256, 512], dropout: [0.1, 0.5], head: [dense] }")]
    [InlineData(
        "network: { head: gap }\n"
        + "parameters: { lr: [0.1, 0.2], width: [8, 16], resolution: [32, 48, 56], seed: [1, 2], batchNorm: [true, false] }")]
    [InlineData(
        "parameters: { arch: [vgg11, vgg13, alexnet], lrSchedule: [constant, linear], momentum: [0, 0.9], "
        + "weightDecay: [0, 0.1], batchSize: [64, 128], precision: [fp32, bf16] }")]
    [InlineData("network: { epochs: 2, batchSize: 100 }\nparameters: { momentum: [0, 0.9] }\ntraining: { images: 100 }")]
    public void Nothing_is_reported_where_every_value_matters(string yaml) => Assert.Empty(Warnings(yaml));

    [Fact]
    public void The_files_of_the_repository_have_no_parameter_without_effect() => Assert.All(
        Good.Files(), file => Assert.Empty(SweepPlan.Make(Good.File(Path.GetFileName(file)), new PlanConditions(1, null, [])).Warnings));

    private static IReadOnlyList<string> Warnings(string yaml) =>
        SweepPlan.Make(Good.Spec("name: a\n" + yaml), new PlanConditions(1, null, [])).Warnings;
}
