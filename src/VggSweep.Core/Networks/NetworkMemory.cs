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
/// <param name="PeakBytes">An estimate of the process's greatest resident memory.</param>
public sealed record NetworkMemory(
    long ParameterBytes, long GradientBytes, long OptimizerBytes, long ActivationBytes, long PeakBytes)
{
    /// <summary>.NET, libtorch and the 70,000 images before the first step, measured at 0.35 GB.</summary>
    public const long ProcessBytes = 350_000_000;

    private const long Float = 4;
    private const long Index = 8;

    /// <param name="shape">The network and its input.</param>
    /// <param name="batchSize">Images a step.</param>
    /// <param name="hasMomentum">Whether the optimizer keeps a value a weight.</param>
    public static NetworkMemory Of(NetworkShape shape, int batchSize, bool hasMomentum)
    {
        var parameters = shape.Params * Float;
        var optimizer = hasMomentum ? parameters : 0;
        var activations = batchSize * shape.Layers.Sum(KeptBytes);
        var indices = batchSize * Index * shape.Layers.Where(layer => layer.Layer is Layer.MaxPooling).Sum(layer => layer.OutputSize);
        var input = batchSize * Float * shape.Channels * shape.Resolution * shape.Resolution;

        // The largest output stands twice at the worst moment: itself before ReLU, or its gradient and the one before.
        var passing = 2 * batchSize * Float * shape.Layers.Max(layer => layer.OutputSize);
        return new NetworkMemory(
            parameters, parameters, optimizer, activations,
            ProcessBytes + (2 * parameters) + optimizer + activations + indices + input + passing);
    }

    private static long KeptBytes(LayerShape shape) => shape.Layer switch
    {
        Layer.Relu or Layer.MaxPooling or Layer.GlobalAveragePooling or Layer.BatchNormalization => Float * shape.OutputSize,
        Layer.Dropout => (Float + 1) * shape.OutputSize,
        _ => 0,
    };
}
