namespace VggSweep.Core.Networks;

/// <summary>
/// A network as the list of its layers. The torch model, the cost and the layer summary are all built from it.
/// </summary>
/// <param name="Name">The preset's name, or <c>blocks</c>.</param>
/// <param name="Layers">From the input to the logits.</param>
public sealed record Network(string Name, IReadOnlyList<Layer> Layers)
{
    /// <summary>
    /// Each layer's name in torchvision's state dict: <c>features.i</c> before the feature map is flattened,
    /// <c>classifier.j</c> behind, both counted from 0. The flattening itself has no place in either count.
    /// </summary>
    public IReadOnlyList<string> LayerNames()
    {
        var names = new List<string>(Layers.Count);
        var (section, index) = ("features", 0);
        foreach (var layer in Layers)
        {
            if (layer is Layer.Flatten or Layer.GlobalAveragePooling)
            {
                names.Add(layer is Layer.Flatten ? "flatten" : "avgpool");
                (section, index) = ("classifier", 0);
            }
            else
            {
                names.Add($"{section}.{index++}");
            }
        }

        return names;
    }
}
