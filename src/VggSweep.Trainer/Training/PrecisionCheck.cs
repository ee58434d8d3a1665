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

    private const int Slices = 8;

    /// <summary>Leaves the network and torch's random state as they were.</summary>
    /// <param name="network">The trial's, on its device. One of its own would be resident beside it.</param>
    /// <returns>What differs, or null when they agree.</returns>
    public static string? Disagreement(TorchNetwork network, NetworkShape shape, TrialParameters trial, int threads)
    {
        using var scope = NewDisposeScope();
        var before = get_rng_state();
        var buffers = network.Buffers.Select(entry => entry.Tensor.clone()).ToList();
        var count = Math.Min(trial.BatchSize, MostImages);
        var isHere = network.Device.type == TorchSharp.DeviceType.CPU;
        Side Of(bool inBf16) =>
            isHere ? new StagesSide(network, shape, trial, threads, count, inBf16) : new LayersSide(network, shape, inBf16);
        try
        {
            random.manual_seed(1);
            network.Train(true);
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
            foreach (var (now, then) in network.Buffers.Zip(buffers))
            {
                now.Tensor.copy_(then);
            }

            set_rng_state(before);
        }
    }

    /// <summary>One part after another, forth and back: all of them at once would need more memory than the training.</summary>
    private static string? Disagreement(Side fp32, Side bf16, Tensor images)
    {
        var value = bf16.First(images);
        for (var part = 0; part < fp32.Parts.Count; part++)
        {
            if (fp32.Parts[part].Layer is Layer.Dropout)
            {
                continue; // Each draws what it drops.
            }

            using var scope = NewDisposeScope();
            using var input = value;

            // Copies, since a part may work in the place of its input and of its output.
            var exact = fp32.Forward(part, input.to(ScalarType.Float32, copy: true)).clone();
            value = bf16.Forward(part, input.clone()).clone().MoveToOuterDisposeScope();
            var gradient = randn_like(value);
            var exactSlopes = fp32.Backward(part, gradient.to(ScalarType.Float32, copy: true));
            var slopes = bf16.Backward(part, gradient);
            var name = fp32.Parts[part].Name;
            var disagreement = Difference(exact, value) is { } inOutput ? Text($"the output of {name}", inOutput)
                : exactSlopes.Input is { } wanted
                    && Difference(wanted, slopes.Input!) is { } inInput ? Text($"the gradient before {name}", inInput)
                : exactSlopes.Weights.Zip(slopes.Weights, Difference).Max() is { } inWeights ? Text(
                    $"the gradient of {name}'s weights", inWeights)
                : null;
            if (disagreement is not null)
            {
                return disagreement;
            }

            fp32.Forget(part);
            bf16.Forget(part);
        }

        return null;
    }

    private static string Text(string what, double difference) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} differs by {difference:P0} between the two on this machine");

    /// <summary>By slices: the difference of two large tensors is a third one.</summary>
    /// <returns>Null when they agree.</returns>
    private static double? Difference(Tensor exact, Tensor rounded)
    {
        var (size, apart) = (0.0, 0.0);
        foreach (var (wanted, given) in exact.chunk(Slices).Zip(rounded.chunk(Slices)))
        {
            using var scope = NewDisposeScope();
            size += Square(wanted);
            apart += Square(given.to(ScalarType.Float32) - wanted);
        }

        return apart <= MostDifference * MostDifference * size ? null : Math.Sqrt(apart / size);

        static double Square(Tensor value) => Math.Pow(value.norm().item<float>(), 2);
    }

    /// <summary>The network in one precision, part by part; both have the same weights.</summary>
    private abstract class Side : IDisposable
    {
        /// <summary>The first layer of each.</summary>
        public abstract IReadOnlyList<LayerShape> Parts { get; }

        /// <summary>The images (n, 1, R, R) as the first part takes them.</summary>
        public abstract Tensor First(Tensor images);

        /// <summary>Takes the tensor over.</summary>
        public abstract Tensor Forward(int part, Tensor value);

        /// <inheritdoc cref="Forward"/>
        /// <returns>
        /// The gradient of the input, null where nobody wants it, and those of the weights. Those of biases are as
        /// good as the same, and have less to tell.
        /// </returns>
        public abstract (Tensor? Input, IReadOnlyList<Tensor> Weights) Backward(int part, Tensor gradient);

        /// <summary>Gives back what a part needed.</summary>
        public abstract void Forget(int part);

        public abstract void Dispose();
    }

    /// <summary>Our stages for CPUs.</summary>
    private sealed class StagesSide : Side
    {
        /// <summary>The gradients are summed up and stay where they are, as if more images were to come: no weight changes.</summary>
        private static readonly StepTerms Terms = new(new Sgd(1, 0, 0), IsFirst: true, IsLast: false);

        private readonly List<Stage> stages;
        private readonly List<Weight> weights = [];
        private readonly List<(int Layer, int Weight)> starts;

        public StagesSide(TorchNetwork network, NetworkShape shape, TrialParameters trial, int threads, int images, bool inBf16)
        {
            using var withoutMomenta = new SgdOptimizer(network.Parameters, trial with { Momentum = 0, WeightDecay = 0 });
            var builder = new StageBuilder(
                network, withoutMomenta, shape, new Lanes(threads), inBf16 ? ScalarType.BFloat16 : ScalarType.Float32,
                weights);
            (stages, starts) = (builder.Build(), builder.Starts);
            stages.ForEach(stage => stage.Begin(images));
            Parts = [.. starts.Select(start => shape.Layers[start.Layer])];
        }

        public override IReadOnlyList<LayerShape> Parts { get; }

        public override Tensor First(Tensor images) => images.permute(0, 2, 3, 1).contiguous();

        public override Tensor Forward(int part, Tensor value) => stages[part].Forward(value, isTraining: true);

        public override (Tensor? Input, IReadOnlyList<Tensor> Weights) Backward(int part, Tensor gradient)
        {
            var input = stages[part].Backward(gradient, Terms);
            return (input, [.. WeightsOf(part).Where(weight => weight.Values.dim() > 1).Select(weight => weight.Gradient(isFirst: false))]);
        }

        public override void Forget(int part) => WeightsOf(part).ForEach(weight => weight.Dispose());

        public override void Dispose() => weights.ForEach(weight => weight.Dispose());

        private List<Weight> WeightsOf(int part) =>
            weights[starts[part].Weight..(part + 1 < starts.Count ? starts[part + 1].Weight : weights.Count)];
    }

    /// <summary>The eager network's layers, with libtorch's differentiation around each.</summary>
    private sealed class LayersSide(TorchNetwork network, NetworkShape shape, bool inBf16) : Side
    {
        private (Tensor Input, Tensor Output) kept;

        public override IReadOnlyList<LayerShape> Parts => shape.Layers;

        public override Tensor First(Tensor images) => images.to(network.Device);

        public override Tensor Forward(int part, Tensor value)
        {
            using var gradients = enable_grad();
            var input = value.detach().requires_grad_();
            var output = network.Call(part, input.clone(), inBf16);
            kept = (input, output);
            return output.detach();
        }

        /// <remarks>Both sides leave their gradients at the same weights: each takes its own away.</remarks>
        public override (Tensor? Input, IReadOnlyList<Tensor> Weights) Backward(int part, Tensor gradient)
        {
            var (input, output) = kept;
            output.backward([gradient.to(output.dtype)]);
            var taken = new List<Tensor>();
            foreach (var parameter in network.Modules[part].parameters())
            {
                if (parameter.dim() > 1)
                {
                    taken.Add(parameter.grad!);
                }

                parameter.grad = null;
            }

            return (input.grad, taken);
        }

        public override void Forget(int part) => kept = default;

        public override void Dispose()
        {
        }
    }
}
