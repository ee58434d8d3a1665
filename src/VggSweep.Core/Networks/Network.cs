namespace VggSweep.Core.Networks;

/// <summary>
/// A network as the list of its layers. The torch model, the cost and the layer summary are all built from it.
/// </summary>
/// <param name="Name">The preset's name, or <c>blocks</c>.</param>
/// <param name="Layers">From the input to the logits.</param>
public sealed record Network(string Name, IReadOnlyList<Layer> Layers);
