using VggSweep.Core.Networks;

namespace VggSweep.Core.Tests.Networks;

internal static class Given
{
    public static NetworkRequest Request(
        string arch, int? width = null, int classes = 1000, Head head = Head.Dense, bool batchNorm = false,
        IReadOnlyList<Block>? blocks = null) =>
        new(arch, blocks, width, classes, head, 4096, batchNorm, 0.5);

    public static Network Network(NetworkRequest request)
    {
        var result = NetworkFactory.Build(request);
        Assert.True(result.IsGood, result.Message);
        return result.Value;
    }

    public static NetworkShape Shape(
        string arch, int? width = null, int resolution = 224, int channels = 3, int classes = 1000,
        Head head = Head.Dense, bool batchNorm = false)
    {
        var result = NetworkShape.Infer(Network(Request(arch, width, classes, head, batchNorm)), channels, resolution);
        Assert.True(result.IsGood, result.Message);
        return result.Value;
    }

    public static bool SameLayer(LayerShape left, LayerShape right) =>
        left.Layer == right.Layer && left.Output.SequenceEqual(right.Output) && left.Params == right.Params && left.Macs == right.Macs;
}
