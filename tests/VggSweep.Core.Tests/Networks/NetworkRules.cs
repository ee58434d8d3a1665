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
            var channels = Given
                .Shape(arch, width, 32).Layers
                .Where(layer => layer.Layer is Layer.MaxPooling)
                .Select(layer => layer.Output[0]);
            return channels.SequenceEqual([width, 2 * width, 4 * width, 8 * width, 8 * width]);
        });

    [Fact]
    public void A_wider_network_has_more_parameters_and_costs_more() =>
        Gen.Select(AnyVgg, Gen.Int[1, 64], Gen.Int[32, 128]).Sample((arch, width, resolution) =>
        {
            var (narrow, wide) = (Given.Shape(arch, width, resolution), Given.Shape(arch, width + 1, resolution));
            return narrow.Params < wide.Params && narrow.ConvMacs < wide.ConvMacs && narrow.DenseMacs < wide.DenseMacs;
        });

    [Fact]
    public void Own_blocks_need_as_many_halvings_as_there_are_blocks() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 8]).Array[1, 6].Sample(blocks =>
        {
            var network = Given.Network(Given.Request("blocks", blocks: [.. blocks.Select(block => new Block(block.Item1, block.Item2))]));
            var smallest = 1 << blocks.Length;
            return NetworkShape.Infer(network, 1, smallest - 1).Fix.EndsWith($" {smallest}", StringComparison.Ordinal)
                && NetworkShape.Infer(network, 1, smallest).IsGood;
        });

    [Fact]
    public void The_dense_head_of_own_blocks_is_counted_by_hand()
    {
        // 3·3·1·2 + 2 = 20 for the convolution, (2·3·3)·4096 + 4096, 4096·4096 + 4096 and 4096·10 + 10 behind it;
        // each of its 18 weights meets all of the 7×7 outputs.
        var request = Given.Request("blocks", classes: 10, blocks: [new(1, 2)]);
        var shape = NetworkShape.Infer(Given.Network(request), 1, 7).Value!;
        Assert.Equal([20, 0, 0, 0, 77_824, 0, 0, 16_781_312, 0, 0, 40_970], shape.Layers.Select(layer => layer.Params));
        Assert.Equal([882, 0, 0, 0, 73_728, 0, 0, 16_777_216, 0, 0, 40_960], shape.Layers.Select(layer => layer.Macs));
    }

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
    [InlineData("alexnet-torchvision", 62, "features.12 (pooling 3, on 2×2)", 63)]
    [InlineData("alexnet", 8, "features.0 (a convolution, on 8×8)", 65)]
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
        Assert.Equal("alexnet has no width: its layers are fixed", result.Message);
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
        string[] expected = ["features.0", "features.3", "features.6", "features.8", "features.11", "features.13",
            "features.16", "features.18", "classifier.0", "classifier.3", "classifier.6"];
        Assert.Equal(expected, Given.Shape("vgg11").Layers.Where(layer => layer.Params > 0).Select(layer => layer.Name));
        string[] alexnet =
            ["features.0", "features.3", "features.6", "features.8", "features.10", "classifier.1", "classifier.4", "classifier.6"];
        Assert.Equal(alexnet, Given.Shape("alexnet-torchvision").Layers.Where(layer => layer.Params > 0).Select(layer => layer.Name));
    }

    [Fact]
    public void Batch_normalization_is_where_torchvision_has_it()
    {
        // torchvision's vgg11_bn: features.0 and .1, .4 and .5, .8 and .9, ... each a convolution and its normalization.
        int[] convolutions = [0, 4, 8, 11, 15, 18, 22, 25];
        var layers = Given.Shape("vgg11", batchNorm: true).Layers;
        Assert.Equal(convolutions.Select(index => $"features.{index}"), Named<Layer.Convolution>(layers));
        Assert.Equal(convolutions.Select(index => $"features.{index + 1}"), Named<Layer.BatchNormalization>(layers));
    }

    [Fact]
    public void Configuration_C_ends_its_last_three_blocks_with_an_unpadded_1x1_convolution()
    {
        var convolutions = Given.Network(Given.Request("vgg16c")).Layers.OfType<Layer.Convolution>();
        Assert.Equal([3, 3, 3, 3, 3, 3, 1, 3, 3, 1, 3, 3, 1], convolutions.Select(layer => layer.Kernel));
        Assert.Equal([1, 1, 1, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0], convolutions.Select(layer => layer.Padding));
    }

    [Fact]
    public void Dropout_of_rate_zero_keeps_its_place() =>
        Assert.Equal(
            ["classifier.0", "classifier.3", "classifier.6"],
            Named<Layer.Dense>(NetworkShape.Infer(Given.Network(Given.Request("vgg11") with { Dropout = 0 }), 1, 32).Value!.Layers));

    [Fact]
    public void The_gap_head_is_one_dense_layer_on_any_features()
    {
        foreach (var arch in NetworkFactory.Names.Where(name => name != NetworkFactory.OwnBlocks))
        {
            var layers = Given.Shape(arch, head: Head.Gap).Layers;
            Assert.Equal(["classifier.0"], Named<Layer.Dense>(layers));
            Assert.Equal(layers[^3].Output[0], layers[^1].Input.Single());
        }
    }

    [Fact]
    public void Geometries_differ_wherever_a_learned_tensor_does()
    {
        NetworkShape[] different =
        [
            Given.Shape("vgg11", 8), Given.Shape("vgg11", 16), Given.Shape("vgg11", 8, 32), Given.Shape("vgg11", 8, head: Head.Gap),
            Given.Shape("vgg11", 8, batchNorm: true), Given.Shape("vgg16", 8), Given.Shape("vgg16c", 8),
            Given.Shape("vgg11", 8, channels: 1),
        ];
        Assert.Equal(different.Length, different.Select(shape => shape.GeometryKey).Distinct().Count());
        Assert.Equal(Given.Shape("vgg11", 16).GeometryKey, Given.Shape("narrow").GeometryKey);
    }

    [Theory]
    [InlineData("vgg11", 0, 10, 4096, "width 0 leaves vgg11 no channels", "give 1 or more")]
    [InlineData("vgg11", 1025, 10, 4096, "width 1025 gives vgg11 layers of more than 8,192 channels", "lower it")]
    [InlineData("vgg11", int.MaxValue, 10, 4096, "width 2147483647 gives vgg11 layers of more than 8,192 channels", "lower it")]
    [InlineData("vgg11", 8, 0, 4096, "classes cannot be 0", "give a whole number from 1 to 65,536")]
    [InlineData("vgg11", 8, 10, 65_537, "dense cannot be 65537", "give a whole number from 1 to 65,536")]
    [InlineData("vgg12", null, 10, 4096, "unknown arch vgg12",
        "use one of vgg11, vgg13, vgg16c, vgg16, vgg19, narrow, alexnet, alexnet-torchvision, blocks")]
    [InlineData("blocks", null, 10, 4096, "arch is blocks, but network.blocks is missing", "add it, such as [[1, 16], [1, 32]]")]
    public void A_network_that_cannot_be_is_refused_with_its_mend(
        string arch, int? width, int classes, int dense, string message, string fix)
    {
        var result = NetworkFactory.Build(Given.Request(arch, width, classes) with { Dense = dense });
        Assert.Equal((false, message, fix), (result.IsGood, result.Message, result.Fix));
    }

    [Theory]
    [InlineData(1, 0, "resolution cannot be 0", "give a whole number from 1 to 4,096")]
    [InlineData(1, int.MaxValue, "resolution cannot be 2147483647", "give a whole number from 1 to 4,096")]
    [InlineData(0, 32, "channels cannot be 0", "give a whole number from 1 to 8,192")]
    public void An_input_that_cannot_be_is_refused_with_its_mend(int channels, int resolution, string message, string fix)
    {
        var result = NetworkShape.Infer(Given.Network(Given.Request("vgg11")), channels, resolution);
        Assert.Equal((false, message, fix), (result.IsGood, result.Message, result.Fix));
    }

    private static IEnumerable<string> Named<T>(IEnumerable<LayerShape> layers)
        where T : Layer
        => layers.Where(layer => layer.Layer is T).Select(layer => layer.Name);
}
