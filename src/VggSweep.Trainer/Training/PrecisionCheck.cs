using System.Globalization;
using System.Runtime.InteropServices;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Trainer.Fast;
using VggSweep.Trainer.Fast.Stages;
using VggSweep.Trainer.Models;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Training;

/// <summary>
/// Each part of a trial's own network once in fp32 and once in bf16, forth and back, on the same values: a library's bf16
/// may be silently wrong (oneDNN's convolution of one channel was, by 29 to 90 %). Part by part, since over a whole
/// network right roundings add up: they turn ReLUs near zero over, and with batch normalization the gradient of the first
/// weights differs by a third.
/// </summary>
internal static class PrecisionCheck
{
    /// <summary>Relative, of a tensor. Rounding to 8 bits makes less than 1 % in a part; what is wrong, more than this.</summary>
    private const double MostDifference = 0.05;

    /// <summary>More images say nothing new.</summary>
    private const int MostImages = 32;

    /// <summary>Leaves torch's random state as it was.</summary>
    /// <param name="accelerator">Where the eager network computes; null for our own stages.</param>
    /// <returns>What differs, or null when they agree.</returns>
    public static string? Disagreement(TrialParameters trial, int threads, Device? accelerator)
    {
        using var scope = NewDisposeScope();
        var before = get_rng_state();
        var count = Math.Min(trial.BatchSize, MostImages);

        // Without dropout: CUDA draws other values to drop for another type.
        var plain = trial with { Momentum = 0, WeightDecay = 0, Dropout = 0 };
        var shape = TrialNetwork.Of(plain).Value!;
        Side Of(bool inBf16) => accelerator is null ? new StagesSide(shape, plain, threads, count, inBf16) : new LayersSide(shape, accelerator, inBf16);
        try
        {
            using var fp32 = Of(inBf16: false);
            using var bf16 = Of(inBf16: true);
            using var noGradients = no_grad();
            return Disagreement(fp32, bf16, rand(count, 1, shape.Resolution, shape.Resolution));
        }
        catch (ExternalException exception) when (!TrialTrainer.IsOutOfMemory(exception))
        {
            // An old CUDA device has no kernels for bf16.
            return $"it does not compute in bf16: {exception.Message}";
        }
        finally
        {
            set_rng_state(before);
        }
    }

    private static string? Disagreement(Side fp32, Side bf16, Tensor images)
    {
        var value = bf16.First(images);
        for (var index = 0; index < fp32.Parts.Count; index++)
        {
            // A part may work in its input's place.
            var exact = fp32.Forward(index, value.to(ScalarType.Float32, copy: true));
            value = bf16.Forward(index, value.clone());
            if (Difference(exact, value) is { } difference)
            {
                return Text($"the output of {fp32.Parts[index]}", difference);
            }

            value = value.clone();
        }

        Tensor? gradient = randn_like(value);
        for (var index = fp32.Parts.Count - 1; index >= 0; index--)
        {
            var exact = fp32.Backward(index, gradient!.to(ScalarType.Float32, copy: true));
            gradient = bf16.Backward(index, gradient!.clone());
            if (exact is not null && Difference(exact, gradient!) is { } difference)
            {
                return Text($"the gradient before {fp32.Parts[index]}", difference);
            }

            gradient = gradient?.clone();
        }

        foreach (var ((name, exact), (_, rounded)) in fp32.Gradients().Zip(bf16.Gradients()))
        {
            if (Difference(exact, rounded) is { } difference)
            {
                return Text($"the gradient of {name}", difference);
            }
        }

        return null;
    }

    private static string Text(string what, double difference) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} differs by {difference:P0} between the two on this machine");

    /// <returns>Null when they agree.</returns>
    private static double? Difference(Tensor exact, Tensor rounded)
    {
        using var scope = NewDisposeScope();
        var size = exact.norm().item<float>();
        var apart = (rounded.to(ScalarType.Float32) - exact).norm().item<float>();
        return apart <= MostDifference * size ? null : apart / size;
    }

    /// <summary>The network in one precision, part by part, with weights that are the same in both.</summary>
    private abstract class Side : IDisposable
    {
        protected Side(NetworkShape shape, Device? accelerator)
        {
            random.manual_seed(1);
            Network = new TorchNetwork(shape, accelerator);
            Network.Train(true);
        }

        /// <summary>Their names.</summary>
        public abstract IReadOnlyList<string> Parts { get; }

        protected TorchNetwork Network { get; }

        /// <summary>The images (n, 1, R, R) as the first part takes them.</summary>
        public abstract Tensor First(Tensor images);

        /// <summary>Takes the tensor over.</summary>
        public abstract Tensor Forward(int part, Tensor value);

        /// <inheritdoc cref="Forward"/>
        /// <returns>Null where nobody wants the gradient of the input.</returns>
        public abstract Tensor? Backward(int part, Tensor gradient);

        /// <summary>Of the weights, after all parts went back. Those of biases are as good as the same, and have less to tell.</summary>
        public abstract IEnumerable<(string Name, Tensor Gradient)> Gradients();

        public virtual void Dispose() => Network.Dispose();
    }

    /// <summary>Our stages for CPUs.</summary>
    private sealed class StagesSide : Side
    {
        private readonly SgdOptimizer optimizer;
        private readonly List<Weight> weights = [];
        private readonly List<Stage> stages;
        private readonly List<(string Name, Tensor Old, Tensor Now)> learned;

        public StagesSide(NetworkShape shape, TrialParameters trial, int threads, int images, bool inBf16)
            : base(shape, accelerator: null)
        {
            optimizer = new SgdOptimizer(Network.Parameters, trial);
            var builder = new StageBuilder(Network, optimizer, shape, new Lanes(threads), inBf16 ? ScalarType.BFloat16 : ScalarType.Float32, weights);
            stages = builder.Build();
            stages.ForEach(stage => stage.Begin(images));
            Parts = [.. builder.FirstLayers.Select(layer => shape.Layers[layer].Name)];
            learned = [.. Network.Parameters.Where(entry => entry.Tensor.dim() > 1).Select(entry => (entry.Name, entry.Tensor.detach().clone(), entry.Tensor.detach()))];
        }

        public override IReadOnlyList<string> Parts { get; }

        public override Tensor First(Tensor images) => images.permute(0, 2, 3, 1).contiguous();

        public override Tensor Forward(int part, Tensor value) => stages[part].Forward(value, isTraining: true);

        public override Tensor? Backward(int part, Tensor gradient) =>
            stages[part].Backward(gradient, new StepTerms(new Sgd(1, 0, 0), IsFirst: true, IsLast: true));

        /// <summary>What a step with a rate of 1 took from the weights.</summary>
        public override IEnumerable<(string Name, Tensor Gradient)> Gradients() => learned.Select(one => (one.Name, one.Old - one.Now));

        public override void Dispose()
        {
            weights.ForEach(weight => weight.Dispose());
            optimizer.Dispose();
            base.Dispose();
        }
    }

    /// <summary>The eager network's layers, with libtorch's differentiation around each.</summary>
    private sealed class LayersSide(NetworkShape shape, Device device, bool inBf16) : Side(shape, device)
    {
        private readonly (Tensor Input, Tensor Output)[] kept = new (Tensor, Tensor)[shape.Layers.Count];

        public override IReadOnlyList<string> Parts { get; } = [.. shape.Layers.Select(layer => layer.Name)];

        public override Tensor First(Tensor images) => images.to(Network.Device);

        public override Tensor Forward(int part, Tensor value)
        {
            using var gradients = enable_grad();
            var input = value.detach().requires_grad_();
            var output = Network.Call(part, input.clone(), inBf16);
            kept[part] = (input, output);
            return output.detach();
        }

        public override Tensor? Backward(int part, Tensor gradient)
        {
            var (input, output) = kept[part];
            output.backward([gradient.to(output.dtype)]);
            return input.grad;
        }

        public override IEnumerable<(string Name, Tensor Gradient)> Gradients() =>
            Network.Parameters.Where(entry => entry.Tensor.dim() > 1).Select(entry => (entry.Name, entry.Tensor.grad!));
    }
}
