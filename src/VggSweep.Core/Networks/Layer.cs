namespace VggSweep.Core.Networks;

/// <summary>
/// One layer of a <see cref="Network"/>. Every size that depends on the input is inferred, never stored.
/// </summary>
public abstract record Layer
{
    private Layer()
    {
    }

    /// <summary>A square convolution with bias: (N, C, H, W) to (N, Channels, H', W').</summary>
    public sealed record Convolution(int Channels, int Kernel, int Stride, int Padding) : Layer;

    /// <summary>Max pooling without padding, output sizes rounded down.</summary>
    public sealed record MaxPooling(int Kernel, int Stride) : Layer;

    /// <summary>Batch normalization over the channels, with a learned scale and shift; its constants are PyTorch's defaults.</summary>
    public sealed record BatchNormalization : Layer
    {
        /// <summary>Added to the variance.</summary>
        public const double Epsilon = 1e-5;

        /// <summary>The share of a batch in the running statistics.</summary>
        public const double Momentum = 0.1;
    }

    /// <summary>max(0, x).</summary>
    public sealed record Relu : Layer;

    /// <summary>Zeroes each value with probability <paramref name="Rate"/> while training.</summary>
    public sealed record Dropout(double Rate) : Layer;

    /// <summary>(N, C, H, W) to (N, C·H·W). Ends the features, begins the classifier.</summary>
    public sealed record Flatten : Layer;

    /// <summary>(N, C, H, W) to (N, C), the mean over H and W. Ends the features, begins the classifier.</summary>
    public sealed record GlobalAveragePooling : Layer;

    /// <summary>A fully connected layer with bias: (N, F) to (N, Units).</summary>
    public sealed record Dense(int Units) : Layer;
}
