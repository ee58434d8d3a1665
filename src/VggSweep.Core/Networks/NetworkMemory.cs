using VggSweep.Core.Training;

namespace VggSweep.Core.Networks;

/// <summary>Bytes that training a network takes.</summary>
/// <param name="ParameterBytes">The weights, in fp32.</param>
/// <param name="GradientBytes">One gradient a weight.</param>
/// <param name="OptimizerBytes">One momentum value a weight, where there is momentum.</param>
/// <param name="ActivationBytes">
/// What automatic differentiation keeps in fp32 from the forward for the backward pass, each tensor once, the input batch not
/// counted: what ReLU, pooling and dropout give, dropout's masks of a byte a value, and what batch normalization takes. A
/// convolution's output is not kept where ReLU follows, which keeps its own.
/// </param>
/// <param name="PeakBytes">
/// An estimate of our trainer's greatest resident memory, by the terms of <see cref="StepBytes"/>: its arithmetic keeps less
/// than that. bench/memory.py prints the table against what was measured.
/// </param>
/// <param name="DeviceBytes">
/// An estimate of what the trainer takes of a device, where libtorch's own differentiation trains: a context, the images, weights,
/// gradients and momenta, and the tensors of a step. Not measured on a device yet; <c>bench/device/run</c> prints both.
/// </param>
public sealed record NetworkMemory(
    long ParameterBytes, long GradientBytes, long OptimizerBytes, long ActivationBytes, long PeakBytes, long DeviceBytes)
{
    /// <summary>
    /// A CUDA context with the kernels of libtorch and cuDNN, and their workspaces; of an order that NVIDIA's tools
    /// show for PyTorch.
    /// </summary>
    public const long ContextBytes = 1_000_000_000;

    /// <summary>Fashion-MNIST's 70,000 images of 28 by 28 bytes.</summary>
    private const long ResidentImageBytes = 70_000 * 28 * 28;

    /// <summary>A resized batch while it is made: two tensors of fp64 and one of fp32.</summary>
    private const long ResizedPixelBytes = 20;

    /// <summary>
    /// .NET, libtorch's code, oneDNN's kernels and the 70,000 images: 0.27 to 0.3 GB measured, and 0.04 to 0.17 more in a process that has
    /// trained larger trials before (bench/README.md). Whether a trial will be the first of its process is not known: 0.02 are counted.
    /// </summary>
    public const long ProcessBytes = 305_000_000;

    /// <summary>Bytes of heap for a byte of a tensor: a freed place is cut up for smaller ones. Fitted to what was measured.</summary>
    public const double Heap = 1.1;

    /// <summary>
    /// What the comparison of bf16 with fp32 takes at the largest weight, in its own fp32 bytes: a gradient of each kind and what they
    /// come from. Fitted to what was measured: 0.63 GB at 32 pixels and width 16, 0.69 at 56 and width 64.
    /// </summary>
    public const double Compared = 3.5;

    /// <summary>Images of one evaluation: more make no product faster.</summary>
    public const int MostEvaluated = 1_024;

    private const long Float = 4;
    private const long Index = 8;

    /// <param name="shape">The network and its input.</param>
    /// <param name="batchSize">Images a step.</param>
    /// <param name="hasMomentum">Whether the optimizer keeps a value a weight.</param>
    /// <param name="path">How it is computed; null for the plain one.</param>
    public static NetworkMemory Of(NetworkShape shape, int batchSize, bool hasMomentum, ArithmeticPath? path = null)
    {
        path ??= ArithmeticPath.Plain;
        var images = path.MicroBatch ?? batchSize;
        var parameters = shape.Params * Float;
        var optimizer = hasMomentum ? parameters : 0;
        var mirror = path.InBf16 ? parameters / 2 : 0;
        var gradients = path.MicroBatch is not null && !hasMomentum ? parameters : 0;
        var input = Math.Max(batchSize, EvaluationBatch(shape, batchSize, path)) * Float * shape.Channels
            * shape.Resolution * shape.Resolution;
        var largest = path.InBf16 ? shape.Layers.Where(layer => layer.Layer is Layer.Dense).Max(layer => layer.Params) * Float : 0;
        var training = gradients + (largest / 2) + input + (long)(Heap * StepBytes(shape, images, path));
        return new NetworkMemory(
            parameters, parameters, optimizer, batchSize * shape.Layers.Sum(KeptByDifferentiation),
            ProcessBytes + parameters + optimizer + mirror + Math.Max(training, (long)(Compared * largest)),
            ContextBytes + ResidentImageBytes + (2 * parameters) + optimizer + mirror
                + (batchSize * ResizedPixelBytes * shape.Channels * shape.Resolution * shape.Resolution) + (long)(
                    Heap * DifferentiatedBytes(shape, images, path)));
    }

    /// <summary>
    /// What differentiation keeps of a step, with the largest pair of a layer's gradients that pass. A bf16 map is kept
    /// beside its cast.
    /// </summary>
    private static long DifferentiatedBytes(NetworkShape shape, int images, ArithmeticPath path)
    {
        var kept = shape.Layers.Sum(
            layer => KeptByDifferentiation(layer) + (layer.Layer is Layer.MaxPooling ? Index * layer.OutputSize : 0));
        var passing = shape.Layers.Max(layer => Float * (layer.InputSize + layer.OutputSize));
        return images * (path.InBf16 ? (kept / 2) + passing : kept + passing);
    }

    /// <summary>Images that an evaluation takes at once: as many as fit into what a training step takes.</summary>
    public static int EvaluationBatch(NetworkShape shape, int batchSize, ArithmeticPath path)
    {
        var images = path.MicroBatch ?? batchSize;
        var step = StepBytes(shape, images, path);
        var one = shape.Layers.Max(layer => Value(path) * (layer.InputSize + layer.OutputSize)) + (Float * shape.Layers[0].InputSize);
        var evaluated = images;
        while (evaluated * 2 <= MostEvaluated && evaluated * 2 * one <= step)
        {
            evaluated *= 2;
        }

        return evaluated;
    }

    /// <summary>
    /// The tensors of the worst moment of a step. That is in the backward pass: at each layer there are what it and those
    /// before it keep and, passing, the gradients of its output and of its input. A pooling's gradient takes the place of
    /// what it pooled.
    /// </summary>
    private static long StepBytes(NetworkShape shape, int images, ArithmeticPath path)
    {
        var keeps = Kept(shape, path).ToList();
        var (kept, most) = (keeps.Sum(), 0L);
        for (var index = keeps.Count - 1; index >= 0; index--)
        {
            most = Math.Max(most, kept + (Value(path) * Passing(shape, index)));
            kept -= keeps[index];
        }

        return images * most;
    }

    private static long KeptByDifferentiation(LayerShape shape) => shape.Layer switch
    {
        Layer.Relu or Layer.MaxPooling or Layer.GlobalAveragePooling or Layer.BatchNormalization => Float * shape.OutputSize,
        Layer.Dropout => (Float + 1) * shape.OutputSize,
        _ => 0,
    };

    private static long Value(ArithmeticPath path) => path.InBf16 ? Float / 2 : Float;

    /// <summary>Values an image that come and go in the backward pass of a layer. The images need no gradient.</summary>
    private static long Passing(NetworkShape shape, int index)
    {
        var layer = shape.Layers[index];
        return layer.Layer switch
        {
            _ when index < 2 && Fusion.IsFirstBlockFused(shape) => 0,
            _ when (index == 2 && Fusion.IsFirstBlockFused(shape))
                || layer.Layer is Layer.Flatten or Layer.Relu or Layer.Dropout => layer.OutputSize,
            Layer.Convolution => (index == 0 ? 0 : layer.InputSize) + (Fusion.IsPooledRelu(shape, index + 1) ? 0 : layer.OutputSize),
            Layer.Dense => layer.InputSize + (2 * layer.OutputSize), // The smaller operand is turned over.
            _ when Fusion.IsNormalizedInPlace(layer) => layer.OutputSize,
            _ when Fusion.IsPooledRelu(shape, index) || Fusion.IsPooledRelu(shape, index - 1) => layer.OutputSize,
            _ => layer.InputSize + layer.OutputSize,
        };
    }

    /// <summary>
    /// Bytes an image that a layer keeps for the backward pass: its output, with four bits a value of where a pooling's gradient
    /// goes, or a mask. ReLU works in its input's place; a first convolution that is one pass with its pooling has no output.
    /// </summary>
    private static IEnumerable<long> Kept(NetworkShape shape, ArithmeticPath path) =>
        shape.Layers.Select((layer, index) => layer.Layer switch
    {
        Layer.Convolution when index == 0 && Fusion.IsFirstBlockFused(shape) => 0,
        Layer.Relu => 0,
        Layer.Convolution when index == 0 && path.InBf16 => (Float + Value(path)) * layer.OutputSize,
        Layer.MaxPooling when Fusion.IsPooledRelu(shape, index - 1) => (Value(path) * layer.OutputSize) + (layer.OutputSize / 2),
        Layer.MaxPooling => (Value(path) + Index) * layer.OutputSize,
        Layer.Dropout => Float * layer.OutputSize,
        _ => Value(path) * layer.OutputSize,
    });
}
