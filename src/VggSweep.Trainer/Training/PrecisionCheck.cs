using System.Globalization;
using System.Runtime.InteropServices;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
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
    public static string? Disagreement(TrialParameters trial, Device? device, MakeArithmetic make)
    {
        try
        {
            return Compare(trial, device, make);
        }
        catch (ExternalException exception) when (!TrialTrainer.IsOutOfMemory(exception))
        {
            // An old CUDA device has no kernels for bf16.
            return $"it does not compute in bf16: {exception.Message}";
        }
    }

    private static string? Compare(TrialParameters trial, Device? device, MakeArithmetic make)
    {
        using var scope = NewDisposeScope();
        var before = get_rng_state();
        var count = Math.Min(trial.BatchSize, MostImages);
        // Without dropout: CUDA draws other values to drop for another type.
        var plain = trial with { Momentum = 0, WeightDecay = 0, BatchSize = count, Dropout = 0 };
        var shape = TrialNetwork.Of(plain).Value!;
        random.manual_seed(0);
        var images = rand(count, 1, shape.Resolution, shape.Resolution).to(device ?? CPU);
        var labels = tensor([.. Enumerable.Range(0, count).Select(index => (long)index % TrialNetwork.Classes)], device: device);
        List<(string Name, Tensor Gradient)> Gradients(ArithmeticPath path) => GradientsOf(shape, plain, device, images, labels, (network, optimizer) => make(network, optimizer, shape, path));
        var (fp32, bf16) = (Gradients(ArithmeticPath.Plain), Gradients(ArithmeticPath.Plain with { InBf16 = true }));
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
    private static List<(string Name, Tensor Gradient)> GradientsOf(
        NetworkShape shape, TrialParameters trial, Device? device, Tensor images, Tensor labels, Func<TorchNetwork, SgdOptimizer, ITrialArithmetic> make)
    {
        random.manual_seed(1);
        using var network = new TorchNetwork(shape, device);
        using var optimizer = new SgdOptimizer(network.Parameters, trial);
        using var arithmetic = make(network, optimizer);
        var weights = network.Parameters.Where(entry => entry.Tensor.dim() > 1).ToList();
        var before = weights.Select(entry => entry.Tensor.detach().clone()).ToList();
        arithmetic.Step(images, labels, 1);
        using var noGradients = no_grad();
        return [.. weights.Zip(before, (weight, old) => (weight.Name, old - weight.Tensor))];
    }
}
