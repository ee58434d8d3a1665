namespace VggSweep.Core.Networks;

/// <summary>Bytes that training a network takes, in fp32.</summary>
/// <param name="ParameterBytes">The weights.</param>
/// <param name="GradientBytes">One gradient a weight.</param>
/// <param name="OptimizerBytes">One momentum value a weight, where there is momentum.</param>
/// <param name="ActivationBytes">
/// Kept from the forward for the backward pass, each tensor once, the input batch not counted: what ReLU, pooling and
/// dropout give, dropout's masks of a byte a value, and what batch normalization takes. A convolution's output is not
/// kept where ReLU follows, which keeps its own.
/// </param>
/// <param name="PeakBytes">
/// An estimate of the process's greatest resident memory, by the terms of <see cref="StepBytes"/>: within 15 % of what
/// was measured (docs/results/memory.md).
/// </param>
public sealed record NetworkMemory(
    long ParameterBytes, long GradientBytes, long OptimizerBytes, long ActivationBytes, long PeakBytes)
{
    /// <summary>.NET, libtorch's code, oneDNN's kernels and the 70,000 images: measured at 0.28 GB in a training process.</summary>
    public const long ProcessBytes = 280_000_000;

    /// <summary>
    /// The heap's size for a byte of tensors that live at once: a freed tensor's place is cut up for smaller ones.
    /// Measured at 1.0 for the smallest networks to 1.45.
    /// </summary>
    public const double Spread = 1.4;

    private const long Float = 4;
    private const long Index = 8;

    /// <summary>oneDNN computes convolutions on copies whose channels stand in blocks of so many (AVX-512).</summary>
    private const int ChannelBlock = 16;

    /// <summary>Up to so many channels it reads the images where they are.</summary>
    private const int PlainChannels = 3;

    /// <param name="shape">The network and its input.</param>
    /// <param name="batchSize">Images a step.</param>
    /// <param name="hasMomentum">Whether the optimizer keeps a value a weight.</param>
    public static NetworkMemory Of(NetworkShape shape, int batchSize, bool hasMomentum)
    {
        var parameters = shape.Params * Float;
        var optimizer = hasMomentum ? parameters : 0;
        var input = batchSize * Float * shape.Channels * shape.Resolution * shape.Resolution;
        var step = (long)(Spread * StepBytes(shape, batchSize));
        return new NetworkMemory(
            parameters, parameters, optimizer, batchSize * shape.Layers.Sum(KeptBytes), ProcessBytes + parameters + optimizer + input + step);
    }

    /// <summary>
    /// The most that a step's tensors take at once. That is in the backward pass, which frees a layer's activations
    /// behind itself while gradients of weights pile up. At each layer there are: the activations of it and of those
    /// before it, with a pooling's indices; the gradients of its weights and of those behind it; the gradients of its
    /// output and of its input; and, for a convolution, the blocked copies of both. Traced allocations of four networks
    /// had peaks of 0.93 to 1.09 times this sum.
    /// </summary>
    private static long StepBytes(NetworkShape shape, int batchSize)
    {
        var kept = batchSize * shape.Layers.Sum(layer => KeptBytes(layer) + IndexBytes(layer));
        var (gradients, most) = (0L, 0L);
        foreach (var layer in shape.Layers.Reverse())
        {
            gradients += Float * layer.Params;
            most = Math.Max(most, kept + gradients + (batchSize * Float * PassingValues(layer, ReferenceEquals(layer, shape.Layers[0]))));
            kept -= batchSize * (KeptBytes(layer) + IndexBytes(layer));
        }

        return most;
    }

    /// <summary>Values an image that the backward pass of a layer makes and drops. The images need no gradient.</summary>
    private static long PassingValues(LayerShape shape, bool isFirst)
    {
        var gradients = shape.OutputSize + (isFirst ? 0 : shape.InputSize);
        return shape.Layer switch
        {
            Layer.Flatten => 0, // A view of the same values.
            Layer.Convolution => gradients + Blocked(shape.Output, shape.OutputSize)
                + (shape.Input[0] <= PlainChannels ? 0 : Blocked(shape.Input, shape.InputSize)),
            _ => gradients,
        };
    }

    private static long Blocked(IReadOnlyList<int> sides, long size) =>
        size / sides[0] * ((sides[0] + ChannelBlock - 1) / ChannelBlock * ChannelBlock);

    private static long IndexBytes(LayerShape shape) => shape.Layer is Layer.MaxPooling ? Index * shape.OutputSize : 0;

    private static long KeptBytes(LayerShape shape) => shape.Layer switch
    {
        Layer.Relu or Layer.MaxPooling or Layer.GlobalAveragePooling or Layer.BatchNormalization => Float * shape.OutputSize,
        Layer.Dropout => (Float + 1) * shape.OutputSize,
        _ => 0,
    };
}
