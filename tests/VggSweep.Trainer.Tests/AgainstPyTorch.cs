using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using VggSweep.Core;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Trainer.Data;
using VggSweep.Trainer.Models;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace VggSweep.Trainer.Tests;

/// <summary>Against what Debian's PyTorch and Pillow computed: bench/peers/record_training.py.</summary>
[Collection(OneAtATime.Name)]
public sealed class AgainstPyTorch
{
    private const int Batch = 16;

    [Theory]
    [InlineData(28)]
    [InlineData(32)]
    public void Twenty_steps_give_PyTorchs_losses(int resolution)
    {
        using var scope = NewDisposeScope();
        var recorded = Recorded("losses.json")["losses"]![$"{resolution}"].Deserialize<double[]>()!;
        var trial = new TrialParameters { Lr = 0.01, Momentum = 0.9, WeightDecay = 0.001 };
        var request = new NetworkRequest("blocks", [new(1, 8), new(1, 16)], null, 10, Head.Dense, 32, BatchNorm: false, Dropout: 0);
        using var network = new TorchNetwork(NetworkShape.Infer(NetworkFactory.Build(request).Value!, 1, resolution).Value!);
        using var optimizer = new SgdOptimizer(network.Parameters, trial);
        var random = new SeededRandom(2014);
        Fill(network, random);
        var losses = new List<double>();
        while (losses.Count < recorded.Length)
        {
            var images = tensor(Floats(random, Batch * resolution * resolution)).reshape(Batch, 1, resolution, resolution);
            var labels = tensor(Enumerable.Range(0, Batch).Select(_ => (long)(random.NextBits() % 10)).ToArray());
            var loss = cross_entropy(network.Forward(images), labels);
            optimizer.ClearGradients();
            loss.backward();
            optimizer.Step(trial.Lr);
            losses.Add(loss.item<float>());
        }

        Assert.True(recorded.Max() - recorded.Min() > 0.1, "the recorded loss has not moved");
        Assert.All(recorded.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, 2e-4));
    }

    [Theory]
    [InlineData(14)]
    [InlineData(32)]
    [InlineData(56)]
    [InlineData(224)]
    public void Resized_pixels_are_Pillows(int resolution)
    {
        var random = new SeededRandom(28);
        var image = Enumerable.Range(0, 28 * 28).Select(_ => (byte)(random.NextBits() & 255)).ToArray();
        var resized = new float[resolution * resolution];
        new BilinearResize(28, resolution).Resize(image, resized);
        Assert.Equal(Recorded("pixels.json")[$"{resolution}"].Deserialize<int[]>()!, resized.Select(value => (int)Math.Round(value * 255)));
    }

    private static JsonNode Recorded(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recorded", file)))!;

    /// <summary>Xavier's bound with a gain of 1.5; biases begin at zero, and take their numbers from the source all the same.</summary>
    private static void Fill(TorchNetwork network, SeededRandom random)
    {
        using var noGradients = no_grad();
        foreach (var (_, parameter) in network.Parameters)
        {
            var receptive = parameter.dim() == 4 ? parameter.shape[2] * parameter.shape[3] : 1;
            var scale = parameter.dim() > 1 ? 1.5 * Math.Sqrt(6.0 / ((parameter.shape[0] + parameter.shape[1]) * receptive)) : 0.0;
            var values = Floats(random, (int)parameter.numel()).Select(value => value * (float)scale).ToArray();
            values.CopyTo(MemoryMarshal.Cast<byte, float>(parameter.bytes));
        }
    }

    private static float[] Floats(SeededRandom random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(((random.NextBits() >> 40) / (double)(1 << 23)) - 1))];
}
