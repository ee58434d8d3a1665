using System.Globalization;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Trainer.Fast;
using VggSweep.Trainer.Fast.Stages;
using VggSweep.Trainer.Models;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Training;

/// <summary>
/// Each stage of a trial's own network once in fp32 and once in bf16, forth and back, on the same values: a library's bf16
/// may be silently wrong (oneDNN's convolution of one channel was, by 29 to 90 %). Stage by stage, since over a whole
/// network right roundings add up: they turn ReLUs near zero over, and with batch normalization the gradient of the first
/// weights differs by a third.
/// </summary>
internal static class PrecisionCheck
{
    /// <summary>Relative, of a tensor. Rounding to 8 bits makes less than 1 % in a stage; what is wrong, more than this.</summary>
    private const double MostDifference = 0.05;

    /// <summary>More images say nothing new.</summary>
    private const int MostImages = 32;

    /// <summary>Leaves torch's random state as it was.</summary>
    /// <returns>What differs, or null when they agree.</returns>
    public static string? Disagreement(NetworkShape shape, TrialParameters trial, int threads)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var before = get_rng_state();
        var count = Math.Min(trial.BatchSize, MostImages);
        var plain = trial with { Momentum = 0, WeightDecay = 0 };
        using var fp32 = new Side(shape, plain, threads, count, ScalarType.Float32);
        using var bf16 = new Side(shape, plain, threads, count, ScalarType.BFloat16);
        var reason = Disagreement(shape, fp32, bf16, count);
        set_rng_state(before);
        return reason;
    }

    private static string? Disagreement(NetworkShape shape, Side fp32, Side bf16, int count)
    {
        var value = rand(count, shape.Resolution, shape.Resolution, 1);
        for (var index = 0; index < fp32.Stages.Count; index++)
        {
            // A stage may work in its input's place.
            var exact = fp32.Stages[index].Forward(value.to(ScalarType.Float32, copy: true), isTraining: true);
            value = bf16.Stages[index].Forward(value.clone(), isTraining: true);
            if (Differs(exact, value) is { } difference)
            {
                return Text(shape.Layers[fp32.FirstLayers[index]], "output", difference);
            }

            value = value.clone();
        }

        Tensor? gradient = randn_like(value);
        for (var index = fp32.Stages.Count - 1; index >= 0; index--)
        {
            var terms = new StepTerms(new Sgd(1, 0, 0), IsFirst: true, IsLast: true);
            var exact = fp32.Stages[index].Backward(gradient!.to(ScalarType.Float32, copy: true), terms);
            gradient = bf16.Stages[index].Backward(gradient!.clone(), terms);
            if (exact is not null && Differs(exact, gradient!) is { } difference)
            {
                return Text(shape.Layers[fp32.FirstLayers[index]], "gradient", difference);
            }

            gradient = gradient?.clone();
        }

        foreach (var ((name, exact), (_, rounded)) in fp32.Gradients().Zip(bf16.Gradients()))
        {
            if (Differs(exact, rounded) is { } difference)
            {
                return Text($"the gradient of {name}", difference);
            }
        }

        return null;
    }

    private static string Text(LayerShape layer, string of, double difference) => Text($"the {of} of {layer.Name}", difference);

    private static string Text(string what, double difference) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} differs by {difference:P0} between the two on this machine");

    /// <returns>Null when they agree.</returns>
    private static double? Differs(Tensor exact, Tensor rounded)
    {
        using var scope = NewDisposeScope();
        var size = exact.norm().item<float>();
        var apart = (rounded.to(ScalarType.Float32) - exact).norm().item<float>();
        return apart <= MostDifference * size ? null : apart / size;
    }

    /// <summary>The network in one precision, with weights that are the same in both.</summary>
    private sealed class Side : IDisposable
    {
        private readonly TorchNetwork network;
        private readonly SgdOptimizer optimizer;
        private readonly List<Weight> weights = [];
        private readonly List<(string Name, Tensor Old, Tensor Now)> learned;

        public Side(NetworkShape shape, TrialParameters trial, int threads, int images, ScalarType type)
        {
            random.manual_seed(1);
            network = new TorchNetwork(shape);
            network.Train(true);
            optimizer = new SgdOptimizer(network.Parameters, trial);
            var builder = new StageBuilder(network, optimizer, shape, new Lanes(threads), type, weights);
            (Stages, FirstLayers) = (builder.Build(), builder.FirstLayers);
            Stages.ForEach(stage => stage.Begin(images));
            learned = [.. network.Parameters.Where(entry => entry.Tensor.dim() > 1).Select(entry => (entry.Name, entry.Tensor.detach().clone(), entry.Tensor.detach()))];
        }

        public List<Stage> Stages { get; }

        /// <summary>The index of each stage's first layer.</summary>
        public List<int> FirstLayers { get; }

        /// <summary>What a step with a rate of 1 took from the weights. Biases have as good as the same, and less to tell.</summary>
        public IEnumerable<(string Name, Tensor Gradient)> Gradients() => learned.Select(one => (one.Name, one.Old - one.Now));

        public void Dispose()
        {
            weights.ForEach(weight => weight.Dispose());
            optimizer.Dispose();
            network.Dispose();
        }
    }
}
