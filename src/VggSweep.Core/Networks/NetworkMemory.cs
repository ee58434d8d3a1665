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
/// An estimate of the process's greatest resident memory, by the terms of <see cref="StepBytes"/>: 0.95 to 1.24 times
/// what an epoch of few steps took (bench/memory.py prints the table), most with batch normalization, and 0.90 and 1.09
/// times what three epochs took in two cells. It is rather too high than too low, since a trial is admitted by it.
/// </param>
public sealed record NetworkMemory(
    long ParameterBytes, long GradientBytes, long OptimizerBytes, long ActivationBytes, long PeakBytes)
{
    /// <summary>.NET, libtorch's code, oneDNN's kernels and the 70,000 images: 0.27 to 0.3 GB measured.</summary>
    public const long ProcessBytes = 300_000_000;

    /// <summary>
    /// Bytes of heap for a byte that is kept from the forward to the backward pass. It takes more than one, since a
    /// freed tensor's place is cut up for smaller ones and a large one then finds none. Fitted to what was measured.
    /// </summary>
    public const double HeapOfKept = 1.4;

    /// <summary>The same for a byte that comes and goes within a layer's backward pass.</summary>
    public const double HeapOfPassing = 1.5;

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
        return new NetworkMemory(
            parameters, parameters, optimizer, batchSize * shape.Layers.Sum(KeptBytes),
            ProcessBytes + parameters + optimizer + input + StepBytes(shape, batchSize));
    }

    /// <summary>
    /// The heap for the worst moment of a step. That is in the backward pass, which frees a layer's activations behind
    /// itself while gradients of weights pile up. At each layer there are: the activations of it and of those before it,
    /// with a pooling's indices; the gradients of its weights and of those behind it; and, passing, the gradients of its
    /// output and of its input and a convolution's blocked copies of both. The forward pass makes less: a convolution's
    /// copies beside its output. Traced allocations of five networks had peaks of 1.03 to 1.09 times these sums.
    /// </summary>
    private static long StepBytes(NetworkShape shape, int batchSize)
    {
        var kept = batchSize * shape.Layers.Sum(layer => KeptBytes(layer) + IndexBytes(layer));
        var (gradients, most) = (0L, 0.0);
        foreach (var layer in shape.Layers.Reverse())
        {
            gradients += Float * layer.Params;
            var passing = batchSize * Float * PassingValues(layer, ReferenceEquals(layer, shape.Layers[0]));
            most = Math.Max(most, (HeapOfKept * (kept + gradients)) + (HeapOfPassing * passing));
            kept -= batchSize * (KeptBytes(layer) + IndexBytes(layer));
        }

        return (long)most;
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
