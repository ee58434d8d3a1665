namespace VggSweep.Core.Networks;

/// <summary>An architecture by name, up to its head.</summary>
/// <param name="Blocks">The VGG blocks, or null where the layers are designed one by one.</param>
/// <param name="PointwiseFrom">
/// The first block, from 1, that ends with a 1×1 convolution; null for none. Only the paper's C has them.
/// </param>
internal sealed record Preset(string Name, IReadOnlyList<Block>? Blocks, int? PointwiseFrom = null)
{
    /// <summary>
    /// Simonyan and Zisserman 2015, Table 1; the narrow net and AlexNet as in d2l.ai; torchvision's AlexNet after
    /// Krizhevsky 2014.
    /// </summary>
    public static readonly IReadOnlyList<Preset> All =
    [
        Vgg("vgg11", 1, 1, 2, 2, 2),
        Vgg("vgg13", 2, 2, 2, 2, 2),
        Vgg("vgg16c", 2, 2, 3, 3, 3) with { PointwiseFrom = 3 },
        Vgg("vgg16", 2, 2, 3, 3, 3),
        Vgg("vgg19", 2, 2, 4, 4, 4),
        new("narrow", [new(1, 16), new(1, 32), new(2, 64), new(2, 128), new(2, 128)]),
        new("alexnet", null),
        new("alexnet-torchvision", null),
    ];

    public static Preset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);

    private static Preset Vgg(string name, params int[] convolutions)
    {
        int[] channels = [64, 128, 256, 512, 512];
        return new Preset(name, [.. convolutions.Zip(channels, (count, width) => new Block(count, width))]);
    }
}
