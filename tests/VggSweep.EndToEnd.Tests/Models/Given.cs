using VggSweep.Core.Networks;

namespace VggSweep.EndToEnd.Tests.Models;

internal static class Given
{
    /// <summary>The paper's network unless something else is said.</summary>
    public static NetworkShape Shape(
        string arch, int? width = null, int resolution = 224, int channels = 3, int classes = 1000,
        Head head = Head.Dense, bool batchNorm = false)
    {
        var network = NetworkFactory.Build(new NetworkRequest(arch, null, width, classes, head, 4096, batchNorm, 0.5));
        Assert.True(network.IsGood, network.Message);
        var shape = NetworkShape.Infer(network.Value, channels, resolution);
        Assert.True(shape.IsGood, shape.Message);
        return shape.Value;
    }
}
