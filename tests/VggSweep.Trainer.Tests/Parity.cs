using System.Runtime.InteropServices;
using System.Text.Json;
using VggSweep.Core;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Trainer.Models;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace VggSweep.Trainer.Tests;

/// <summary>Against the losses that PyTorch gave from the same weights and batches: bench/peers/record_parity.py.</summary>
[Collection(OneAtATime.Name)]
public sealed class Parity
{
    private const int Batch = 16;
    private const int Classes = 10;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Recorded().Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Twenty_steps_give_PyTorchs_losses(int index)
    {
        using var scope = NewDisposeScope();
        set_num_threads(1);
        var recorded = Recorded()[index];
        var trial = new TrialParameters { Lr = recorded.Lr, Momentum = recorded.Momentum, WeightDecay = recorded.WeightDecay };
        var request = new NetworkRequest(
            "vgg11", null, Width: 8, Classes, recorded.Gap ? Head.Gap : Head.Dense, Dense: 256, recorded.BatchNorm, Dropout: 0);
        using var network = new TorchNetwork(NetworkShape.Infer(NetworkFactory.Build(request).Value!, 1, recorded.Resolution).Value!);
        using var optimizer = new SgdOptimizer(network.Parameters, trial);
        SetWeights(network, recorded.Seed);

        Assert.Equal(20, recorded.Losses.Count);
        Assert.True(recorded.Losses[0] - recorded.Losses[^1] > 0.3, "the recorded loss has hardly moved: agreement would say nothing");
        for (var step = 0; step < recorded.Losses.Count; step++)
        {
            var (images, labels) = BatchOf(recorded.Seed, step, recorded.Resolution);
            var loss = cross_entropy(network.Forward(images), labels);
            loss.backward();
            optimizer.Step(trial.Lr);
            Assert.Equal(recorded.Losses[step], loss.item<float>(), 2e-4);
        }
    }

    /// <summary>Xavier-uniform with a gain of 1.5 and PyTorch's default biases; normalization keeps its ones and zeros.</summary>
    private static void SetWeights(TorchNetwork network, long seed)
    {
        var (index, fanIn) = (0, 0.0);
        foreach (var (_, parameter) in network.Parameters.Where(entry => !IsOfNormalization(network, entry.Name)))
        {
            var isWeight = parameter.dim() > 1;
            var receptive = parameter.dim() == 4 ? parameter.shape[2] * parameter.shape[3] : 1;
            fanIn = isWeight ? parameter.shape[1] * receptive : fanIn;
            var bound = isWeight ? 1.5 * Math.Sqrt(6 / (fanIn + (parameter.shape[0] * receptive))) : 1 / Math.Sqrt(fanIn);
            Uniform(SeededRandom.For(seed, "weights", index), MemoryMarshal.Cast<byte, float>(parameter.bytes), (float)bound);
            index++;
        }
    }

    private static bool IsOfNormalization(TorchNetwork network, string name) =>
        network.Buffers.Any(buffer => buffer.Name == $"{name[..name.LastIndexOf('.')]}.running_mean");

    private static void Uniform(SeededRandom random, Span<float> values, float bound)
    {
        foreach (ref var value in values)
        {
            value = ((2 * ((random.NextBits() >> 40) / (float)(1 << 24))) - 1) * bound;
        }
    }

    /// <summary>Noise in the band of rows that belongs to the class, on black.</summary>
    private static (Tensor Images, Tensor Labels) BatchOf(long seed, int step, int resolution)
    {
        var classes = SeededRandom.For(seed, "labels", step);
        var noise = SeededRandom.For(seed, "pixels", step);
        var labels = Enumerable.Range(0, Batch).Select(_ => (long)(classes.NextBits() % Classes)).ToArray();
        var pixels = new float[Batch * resolution * resolution];
        for (var pixel = 0; pixel < pixels.Length; pixel++)
        {
            var row = pixel / resolution % resolution;
            var value = noise.NextBits() >> 56;
            pixels[pixel] = row * Classes / resolution == labels[pixel / (resolution * resolution)] ? value / 255f : 0;
        }

        return (tensor(pixels).reshape(Batch, 1, resolution, resolution), tensor(labels));
    }

    private static ParityCase[] Recorded()
    {
        using var file = Recordings.Open("parity.json");
        return JsonDocument.Parse(file).RootElement.GetProperty("cases").Deserialize<ParityCase[]>(JsonSerializerOptions.Web)!;
    }

    private sealed record ParityCase(
        long Seed, int Resolution, bool BatchNorm, bool Gap, double Lr, double Momentum, double WeightDecay, IReadOnlyList<double> Losses);
}
