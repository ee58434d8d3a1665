using CsCheck;
using VggSweep.Core.Networks;

namespace VggSweep.Core.Tests.Networks;

public sealed class NetworkRules
{
    private static readonly string[] Vggs = ["vgg11", "vgg13", "vgg16c", "vgg16", "vgg19"];
    private static readonly Gen<string> AnyVgg = Gen.Int[0, Vggs.Length - 1].Select(index => Vggs[index]);

    [Fact]
    public void Parameters_of_a_VGG_depend_only_on_the_last_map() =>
        Gen.Select(AnyVgg, Gen.Int[1, 24], Gen.Int[32, 256]).Sample((arch, width, resolution) =>
            Given.Shape(arch, width, resolution).Params == Given.Shape(arch, width, resolution / 32 * 32).Params
            && Given.Shape(arch, width, resolution).GeometryKey == Given.Shape(arch, width, resolution / 32 * 32).GeometryKey);

    [Fact]
    public void Twice_the_resolution_costs_four_times_the_convolutions() =>
        Gen.Select(AnyVgg, Gen.Int[1, 32], Gen.Int[1, 6]).Sample((arch, width, times) =>
            Given.Shape(arch, width, 64 * times).ConvMacs == 4 * Given.Shape(arch, width, 32 * times).ConvMacs);

    [Fact]
    public void Width_scales_every_block_as_in_the_paper() =>
        Gen.Select(AnyVgg, Gen.Int[1, 128]).Sample((arch, width) =>
        {
            var channels = Given.Shape(arch, width, 32).Layers.Where(layer => layer.Layer is Layer.MaxPooling).Select(layer => layer.Output[0]);
            return channels.SequenceEqual([width, 2 * width, 4 * width, 8 * width, 8 * width]);
        });

    [Fact]
    public void Convolutions_and_dense_layers_are_all_the_cost() =>
        Gen.Select(AnyVgg, Gen.Int[1, 32], Gen.Bool, Gen.Bool).Sample((arch, width, isGap, batchNorm) =>
        {
            var shape = Given.Shape(arch, width, 64, head: isGap ? Head.Gap : Head.Dense, batchNorm: batchNorm);
            return shape.Macs == shape.ConvMacs + shape.DenseMacs && shape.Layers[^1].Output.SequenceEqual([1000]);
        });

    [Theory]
    [InlineData("vgg11", 31, "features.20 (pooling 5, on 1×1)", 32)]
    [InlineData("vgg11", 28, "features.20 (pooling 5, on 1×1)", 32)]
    [InlineData("vgg19", 28, "features.36 (pooling 5, on 1×1)", 32)]
    [InlineData("alexnet", 56, "features.12 (pooling 3, on 2×2)", 65)]
    public void A_layer_that_vanishes_is_named_with_the_smallest_resolution(string arch, int resolution, string layer, int smallest)
    {
        var result = NetworkShape.Infer(Given.Network(Given.Request(arch)), 1, resolution);
        Assert.False(result.IsGood);
        Assert.Contains(layer, result.Message, StringComparison.Ordinal);
        Assert.EndsWith($"is {smallest}", result.Fix, StringComparison.Ordinal);
        Assert.True(NetworkShape.Infer(Given.Network(Given.Request(arch)), 1, smallest).IsGood);
        Assert.False(NetworkShape.Infer(Given.Network(Given.Request(arch)), 1, smallest - 1).IsGood);
    }

    [Fact]
    public void The_last_map_of_AlexNet_at_84_pixels_is_one_by_one() =>
        Assert.Equal([256, 1, 1], Given.Shape("alexnet", null, 84, 1, 10).Layers.Last(layer => layer.Layer is Layer.MaxPooling).Output);

    [Fact]
    public void Four_blocks_fit_28_pixels()
    {
        var request = Given.Request("blocks", blocks: [new(1, 16), new(1, 32), new(2, 64), new(2, 128)]);
        var result = NetworkShape.Infer(Given.Network(request), 1, 28);
        Assert.True(result.IsGood);
        Assert.Equal([128, 1, 1], result.Value.Layers.Last(layer => layer.Layer is Layer.MaxPooling).Output);
    }

    [Fact]
    public void Width_is_refused_for_AlexNet()
    {
        var result = NetworkFactory.Build(Given.Request("alexnet", width: 8));
        Assert.Equal("alexnet has no width: its layers are designed one by one", result.Message);
    }

    [Fact]
    public void Width_that_does_not_divide_own_blocks_is_refused()
    {
        var result = NetworkFactory.Build(Given.Request("blocks", width: 3, blocks: [new(1, 2), new(1, 3)]));
        Assert.Equal("width 3 gives the block of 3 channels 4.5 channels", result.Message);
        Assert.Equal("use a multiple of 2", result.Fix);
    }

    [Fact]
    public void Blocks_without_end_have_no_resolution()
    {
        var request = Given.Request("blocks", blocks: [.. Enumerable.Repeat(new Block(1, 1), 40)]);
        Assert.Contains("fewer poolings", NetworkShape.Infer(Given.Network(request), 1, 224).Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_those_of_torchvisions_state_dict()
    {
        string[] expected = ["features.0", "features.3", "features.6", "features.8", "features.11", "features.13", "features.16", "features.18", "classifier.0", "classifier.3", "classifier.6"];
        Assert.Equal(expected, Given.Shape("vgg11").Layers.Where(layer => layer.Params > 0).Select(layer => layer.Name));
        string[] alexnet = ["features.0", "features.3", "features.6", "features.8", "features.10", "classifier.1", "classifier.4", "classifier.6"];
        Assert.Equal(alexnet, Given.Shape("alexnet-torchvision").Layers.Where(layer => layer.Params > 0).Select(layer => layer.Name));
    }
}
