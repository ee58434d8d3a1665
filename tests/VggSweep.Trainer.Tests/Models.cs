using VggSweep.Core.Networks;
using VggSweep.Trainer.Checkpoints;
using VggSweep.Trainer.Models;
using VggSweep.Trainer.Native;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Tests;

[Collection(OneAtATime.Name)]
public sealed class Models
{
    public static TheoryData<string> Presets => [.. NetworkFactory.Names.Where(name => name != NetworkFactory.OwnBlocks)];

    /// <summary>The constructor itself compares the counts; the hidden layers are narrow so that VGG-19 fits a small machine.</summary>
    [Theory]
    [MemberData(nameof(Presets))]
    public void Every_preset_has_the_count_and_the_logits_of_its_description(string arch)
    {
        using var scope = NewDisposeScope();
        foreach (var head in Enum.GetValues<Head>())
        {
            var request = new NetworkRequest(arch, null, null, 10, head, 64, BatchNorm: true, Dropout: 0.5);
            var shape = NetworkShape.Infer(NetworkFactory.Build(request).Value!, 1, 96).Value!;
            using var network = new TorchNetwork(shape);
            Assert.Equal(shape.Params, network.Parameters.Sum(entry => entry.Tensor.numel()));
            network.Train(false);
            using var noGradients = no_grad();
            Assert.Equal([2, 10], network.Forward(zeros(2, 1, 96, 96)).shape);
        }
    }

    [Fact]
    public void With_the_channels_last_it_has_the_same_files_and_nearly_the_same_outputs()
    {
        using var without = OneDnn.Avoid(!OneDnn.IsRight);
        using var scope = NewDisposeScope();
        var shape = NetworkShape.Infer(
            NetworkFactory.Build(new NetworkRequest("vgg11", null, 8, 10, Head.Dense, 64, BatchNorm: false, Dropout: 0)).Value!,
            1, 32).Value!;
        TorchNetwork Make(bool isChannelsLast)
        {
            random.manual_seed(1);
            return new TorchNetwork(shape, CPU, isChannelsLast);
        }

        using var first = Make(isChannelsLast: false);
        using var last = Make(isChannelsLast: true);
        Assert.Equal([72L, 1L, 24L, 8L], last.Parameters.Single(entry => entry.Name == "features.3.weight").Tensor.stride());
        Assert.Equal(Hash(first.Parameters), Hash(last.Parameters));
        var images = rand(4, 1, 32, 32);
        Assert.True(first.Forward(images).allclose(last.Forward(images), 1e-4, 1e-5));

        using var file = new MemoryStream();
        SafeTensors.Write(file, first.Parameters, new Dictionary<string, string>());
        foreach (var (_, tensor) in last.Parameters)
        {
            using var noGradients = no_grad();
            tensor.zero_();
        }

        using (no_grad())
        {
            SafeTensors.Read(file.ToArray(), last.Parameters);
        }

        Assert.Equal(Hash(first.Parameters), Hash(last.Parameters));

        static string Hash(IReadOnlyList<(string Name, Tensor Tensor)> tensors) =>
            SafeTensors.Write(Stream.Null, tensors, new Dictionary<string, string>()).Hash;
    }

    [Fact]
    public void The_papers_VGG_11_has_its_full_count_in_torch()
    {
        var request = new NetworkRequest("vgg11", null, null, 1000, Head.Dense, 4096, BatchNorm: false, Dropout: 0.5);
        using var network = new TorchNetwork(NetworkShape.Infer(NetworkFactory.Build(request).Value!, 3, 224).Value!);
        Assert.Equal(132_863_336, network.Parameters.Sum(entry => entry.Tensor.numel()));
        Assert.Equal("features.0.weight", network.Parameters[0].Name);
        Assert.Equal("classifier.6.bias", network.Parameters[^1].Name);
    }
}
