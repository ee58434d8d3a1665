using VggSweep.Core.Networks;

namespace VggSweep.Core.Tests.Networks;

/// <summary>
/// Against the figures that others published: torchvision's parameter counts of the paper's configurations, and the
/// chapter's networks on one channel and ten classes.
/// </summary>
public sealed class PublishedFigures
{
    [Theory]
    [InlineData("vgg11", 132_863_336, 7_609_090_048, 7_485_456_384)]
    [InlineData("vgg13", 133_047_848, 11_308_466_176, 11_184_832_512)]
    [InlineData("vgg16", 138_357_544, 15_470_264_320, 15_346_630_656)]
    [InlineData("vgg19", 143_667_240, 19_632_062_464, 19_508_428_800)]
    public void The_papers_configurations_have_their_published_sizes(string arch, long parameters, long macs, long convMacs)
    {
        var shape = Given.Shape(arch);
        Assert.Equal((parameters, macs, convMacs), (shape.Params, shape.Macs, shape.ConvMacs));
    }

    [Fact]
    public void Configuration_C_has_its_published_size()
    {
        var shape = Given.Shape("vgg16c");
        Assert.Equal(133_638_952, shape.Params);
        Assert.Equal(11.771, Math.Round(shape.Macs / 1e9, 3));
    }

    /// <summary>torchvision's published counts of its vgg*_bn.</summary>
    [Theory]
    [InlineData("vgg11", 132_868_840)]
    [InlineData("vgg13", 133_053_736)]
    [InlineData("vgg16", 138_365_992)]
    [InlineData("vgg19", 143_678_248)]
    public void Batch_normalization_adds_a_scale_and_a_shift_a_channel(string arch, long parameters) =>
        Assert.Equal(
            (parameters, Given.Shape(arch).Macs),
            (Given.Shape(arch, batchNorm: true).Params, Given.Shape(arch, batchNorm: true).Macs));

    [Fact]
    public void AlexNet_has_its_published_sizes()
    {
        Assert.Equal(46_764_746, Given.Shape("alexnet", channels: 1, classes: 10).Params);
        var torchvision = Given.Shape("alexnet-torchvision");
        Assert.Equal(61_100_840, torchvision.Params);
        Assert.Equal(714, torchvision.Macs / 1_000_000);
    }

    [Theory]
    [InlineData(8, 32, 17_232_938, 19_513_344)]
    [InlineData(8, 56, 17_232_938, 24_291_840)]
    [InlineData(8, 84, 18_019_370, 33_876_096)]
    [InlineData(8, 112, 19_330_090, 48_982_016)]
    [InlineData(8, 224, 29_815_850, 148_881_408)]
    [InlineData(16, 32, 17_927_498, 26_927_104)]
    [InlineData(16, 56, 17_927_498, 45_736_960)]
    [InlineData(16, 84, 19_500_362, 81_936_640)]
    [InlineData(16, 112, 22_121_802, 138_948_608)]
    [InlineData(16, 224, 43_093_322, 512_155_648)]
    [InlineData(32, 32, 20_180_618, 55_910_400)]
    [InlineData(32, 56, 20_180_618, 130_541_568)]
    [InlineData(32, 84, 23_326_346, 271_065_600)]
    [InlineData(32, 112, 28_569_226, 492_290_048)]
    [InlineData(32, 224, 70_512_266, 1_932_337_152)]
    [InlineData(64, 32, 28_142_858, 170_500_096)]
    [InlineData(64, 56, 28_142_858, 467_808_256)]
    [InlineData(64, 84, 34_434_314, 1_021_355_008)]
    [InlineData(64, 112, 44_920_074, 1_892_605_952)]
    [InlineData(64, 224, 128_806_154, 7_547_232_256)]
    public void The_narrow_cells_of_exercise_4_have_their_sizes(int width, int resolution, long parameters, long macs)
    {
        var shape = Given.Shape("vgg11", width, resolution, channels: 1, classes: 10);
        Assert.Equal((parameters, macs), (shape.Params, shape.Macs));
    }

    [Fact]
    public void The_chapters_narrow_net_is_VGG_11_of_width_16() =>
        Assert.Equal(Given.Shape("vgg11", 16, 224, 1, 10).Layers, Given.Shape("narrow", null, 224, 1, 10).Layers, Given.SameLayer);

    [Fact]
    public void Blocks_halve_224_down_to_7() =>
        Assert.Equal(
            [112, 56, 28, 14, 7],
            Given.Shape("vgg11").Layers.Where(layer => layer.Layer is Layer.MaxPooling).Select(layer => layer.Output[1]));

    [Theory]
    [InlineData(16, 1.15e9)]
    [InlineData(64, 4.59e9)]
    public void Saved_activations_at_224_and_batch_128_are_as_large_as_measured(int width, double bytes)
    {
        var memory = NetworkMemory.Of(Given.Shape("vgg11", width, 224, 1, 10), 128, hasMomentum: false);
        Assert.InRange(memory.ActivationBytes, 0.99 * bytes, 1.01 * bytes);
    }
}
