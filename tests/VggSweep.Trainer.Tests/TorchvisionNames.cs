using System.Text.Json;
using VggSweep.Core.Networks;
using VggSweep.Trainer.Models;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Tests;

/// <summary>Against the state dicts of torchvision: bench/peers/record_names.py.</summary>
[Collection(OneAtATime.Name)]
public sealed class TorchvisionNames
{
    [Theory]
    [InlineData("vgg11", "vgg11", false)]
    [InlineData("vgg11_bn", "vgg11", true)]
    [InlineData("vgg13", "vgg13", false)]
    [InlineData("vgg16", "vgg16", false)]
    [InlineData("vgg19", "vgg19", false)]
    [InlineData("alexnet", "alexnet-torchvision", false)]
    public void Every_tensor_has_torchvisions_name_and_shape(string recorded, string arch, bool batchNorm)
    {
        using var scope = NewDisposeScope();
        var request = new NetworkRequest(arch, null, null, 1000, Head.Dense, 4096, batchNorm, Dropout: 0.5);
        using var network = new TorchNetwork(NetworkShape.Infer(NetworkFactory.Build(request).Value!, 3, 224).Value!);

        var names =
            JsonDocument.Parse(Recordings.Open("names.json")).RootElement.GetProperty(recorded).Deserialize<Dictionary<string, long[]>>()!;

        var ours = network.Parameters.Concat(network.Buffers).ToDictionary(entry => entry.Name, entry => entry.Tensor.shape);
        Assert.Equal(names.Keys.Order(StringComparer.Ordinal), ours.Keys.Order(StringComparer.Ordinal));
        Assert.All(names, entry => Assert.Equal(entry.Value, ours[entry.Key]));
    }
}
