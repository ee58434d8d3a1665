using System.Text.Json;
using VggSweep.Core.Networks;

namespace VggSweep.Cli.Models;

/// <summary>A network for programs. Outputs are without the batch; MACs are of one image forward.</summary>
internal sealed record ModelJson(
    string Name, long Params, long Macs, long ConvMacs, long DenseMacs, long ActivationBytes, IReadOnlyList<ModelLayerJson> Layers)
{
    public static ModelJson Of(NetworkShape shape, int batchSize) => new(
        shape.Network.Name, shape.Params, shape.Macs, shape.ConvMacs, shape.DenseMacs,
        NetworkMemory.Of(shape, batchSize, hasMomentum: false).ActivationBytes,
        [.. shape.Layers.Select(layer => new ModelLayerJson(layer.Name, Kind(layer.Layer), layer.Output, layer.Params, layer.Macs))]);

    private static string Kind(Layer layer) => JsonNamingPolicy.CamelCase.ConvertName(layer.GetType().Name);
}

internal sealed record ModelLayerJson(string Name, string Kind, IReadOnlyList<int> Output, long Params, long Macs);
