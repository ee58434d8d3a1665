using VggSweep.Cli.Models;
using VggSweep.Core.Networks;
using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests.Models;

/// <summary>Against the checked-in texts beside this file: 80 columns, no colours, as in a pipe.</summary>
public sealed class ModelRendering
{
    private static readonly string[] Families = ["alexnet-torchvision", "vgg11", "vgg13", "vgg16c", "vgg16", "vgg19"];

    [Fact]
    public void The_chapters_network_is_summed_up_by_blocks() =>
        Golden.Check("summary-dense", Text(text => text.WriteSummary(Given.Shape("vgg11", width: 16, channels: 1, classes: 10))));

    [Fact]
    public void The_gap_head_and_batch_normalization_have_their_rows() =>
        Golden.Check("summary-gap", Text(text => text.WriteSummary(
            Given.Shape("vgg11", width: 16, channels: 1, classes: 10, head: Head.Gap, batchNorm: true))));

    [Fact]
    public void The_families_of_exercises_1_and_3_stand_side_by_side() =>
        Golden.Check("comparison", Text(text => text.WriteComparison(
            [.. Families.Select(name => (Given.Shape(name), (NetworkShape?)Given.Shape(name, head: Head.Gap)))])));

    [Fact]
    public void A_gap_head_that_is_there_already_saves_nothing()
    {
        var gap = Given.Shape("vgg11", head: Head.Gap);
        Assert.DoesNotContain("--head gap", Text(text => text.WriteComparison([(gap, gap)])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vgg16", "8 rows with weights (5 blocks and 3 dense) for 16", "13 convolutions, so 8 of them")]
    [InlineData("vgg19", "8 rows with weights (5 blocks and 3 dense) for 19", "16 convolutions, so 11 of them")]
    public void The_answer_to_exercise_2_follows_the_network(string name, string rows, string convolutions)
    {
        var text = Text(model => model.WriteSummary(Given.Shape(name)))
            .ReplaceLineEndings(" ")
            .Replace("  ", " ", StringComparison.Ordinal);
        Assert.Contains(rows, text, StringComparison.Ordinal);
        Assert.Contains(convolutions, text, StringComparison.Ordinal);
    }

    private static string Text(Action<ModelText> write) => Golden.Text(80, console => write(new ModelText(console, 128)));
}
