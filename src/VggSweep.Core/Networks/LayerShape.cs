namespace VggSweep.Core.Networks;

/// <summary>A layer within a network of known input.</summary>
/// <param name="Name">As in torchvision's state dict.</param>
/// <param name="Input">Without the batch: (C, H, W) or (F).</param>
/// <param name="Output">Without the batch: (C, H, W) or (F).</param>
/// <param name="Params">Learned values; the running statistics of batch normalization are none.</param>
/// <param name="Macs">Multiplications of a weight with an activation, of one image forward.</param>
public sealed record LayerShape(
    string Name, Layer Layer, IReadOnlyList<int> Input, IReadOnlyList<int> Output, long Params, long Macs)
{
    /// <summary>Values of the input of one image.</summary>
    public long InputSize => Input.Aggregate(1L, (size, side) => size * side);

    /// <summary>Values of the output of one image.</summary>
    public long OutputSize => Output.Aggregate(1L, (size, side) => size * side);
}
