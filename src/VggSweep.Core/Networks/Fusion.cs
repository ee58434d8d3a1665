namespace VggSweep.Core.Networks;

/// <summary>Which layers a trainer computes in one pass: its stages and the memory that is predicted both follow it.</summary>
public static class Fusion
{
    /// <summary>Channels that a pass takes at once.</summary>
    public const int Group = 8;

    /// <summary>Whether the layer is a ReLU that is one pass with the 2×2 pooling behind it.</summary>
    public static bool IsPooledRelu(NetworkShape shape, int index) =>
        index >= 0 && index + 1 < shape.Layers.Count
        && shape.Layers[index].Layer is Layer.Relu && shape.Layers[index + 1].Layer is Layer.MaxPooling(2, 2)
        && shape.Layers[index].Input[0] % Group == 0;

    /// <summary>Whether the layer is a batch normalization whose gradient takes the place of its output's.</summary>
    public static bool IsNormalizedInPlace(LayerShape layer) => layer.Layer is Layer.BatchNormalization && layer.Input[0] % Group == 0;

    /// <summary>Whether the first convolution, of grey images, is one pass with its ReLU and pooling: the first three layers.</summary>
    public static bool IsFirstBlockFused(NetworkShape shape) =>
        shape.Channels == 1 && shape.Layers[0].Layer is Layer.Convolution(_, 3, 1, 1) && IsPooledRelu(shape, 1);
}
