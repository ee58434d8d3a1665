using System.Globalization;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Trainer.Fast;
using VggSweep.Trainer.Models;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Training;

/// <summary>
/// One step of a trial's own shapes in fp32 and in bf16: a library's bf16 may be silently wrong (oneDNN's convolution of one
/// channel was, by 29 to 90 %).
/// </summary>
internal static class PrecisionCheck
{
    /// <summary>
    /// Of a tensor's gradient, relative. Rounding to 8 bits through eight layers makes some 1 to 5 %; what is wrong, more than this.
    /// </summary>
    private const double MostDifference = 0.2;

    /// <summary>More images say nothing new.</summary>
    private const int MostImages = 32;

    /// <summary>Leaves torch's random state as it was.</summary>
    /// <returns>What differs, or null when they agree.</returns>
    public static string? Disagreement(NetworkShape shape, TrialParameters trial, int threads)
    {
        using var scope = NewDisposeScope();
        var before = get_rng_state();
        var count = Math.Min(trial.BatchSize, MostImages);
        var plain = trial with { Momentum = 0, WeightDecay = 0, BatchSize = count };
        random.manual_seed(0);
        var (images, labels) = (rand(count, 1, shape.Resolution, shape.Resolution), tensor([.. Enumerable.Range(0, count).Select(index => (long)index % TrialNetwork.Classes)]));
        var fp32 = Gradients(shape, plain, threads, images, labels, inBf16: false);
        var bf16 = Gradients(shape, plain, threads, images, labels, inBf16: true);
        set_rng_state(before);
        foreach (var ((name, exact), (_, rounded)) in fp32.Zip(bf16))
        {
            var difference = Difference(exact, rounded);
            if (!(difference <= MostDifference))
            {
                return string.Create(CultureInfo.InvariantCulture, $"the gradient of {name} differs by {difference:P0} between the two on this machine");
            }
        }

        return null;
    }

    private static double Difference(Tensor exact, Tensor rounded)
    {
        var size = exact.norm().item<float>();
        return size == 0 ? rounded.norm().item<float>() : (rounded - exact).norm().item<float>() / size;
    }

    /// <summary>What a step with a rate of 1 takes from the weights. Biases have as good as the same, and less to tell.</summary>
    private static List<(string Name, Tensor Gradient)> Gradients(NetworkShape shape, TrialParameters trial, int threads, Tensor images, Tensor labels, bool inBf16)
    {
        random.manual_seed(1);
        using var network = new TorchNetwork(shape);
        using var optimizer = new SgdOptimizer(network.Parameters, trial);
        using var arithmetic = new FastArithmetic(network, optimizer, shape, threads, inBf16, trial.BatchSize);
        using var noGradients = no_grad();
        var weights = network.Parameters.Where(entry => entry.Tensor.dim() > 1).ToList();
        var before = weights.Select(entry => entry.Tensor.detach().clone()).ToList();
        arithmetic.Step(images, labels, 1);
        return [.. weights.Zip(before, (weight, old) => (weight.Name, old - weight.Tensor))];
    }
}
