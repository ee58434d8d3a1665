namespace VggSweep.Core.Networks;

/// <summary>A network with its input: every layer's shape, parameters and multiply-accumulates, exactly.</summary>
/// <param name="Channels">Of the input.</param>
/// <param name="Resolution">Side of the square input in pixels.</param>
public sealed record NetworkShape(Network Network, int Channels, int Resolution, IReadOnlyList<LayerShape> Layers)
{
    /// <summary>Far beyond what a machine trains; here the search for the smallest resolution that works gives up.</summary>
    public const int LargestResolution = 4_096;

    public long Params => Layers.Sum(layer => layer.Params);

    public long Macs => Layers.Sum(layer => layer.Macs);

    public long ConvMacs => Layers.Where(layer => layer.Layer is Layer.Convolution).Sum(layer => layer.Macs);

    public long DenseMacs => Layers.Where(layer => layer.Layer is Layer.Dense).Sum(layer => layer.Macs);

    /// <summary>Equal for trials whose learned tensors have equal shapes: they differ in cost and never in capacity.</summary>
    public string GeometryKey => string.Join(
        ' ', Layers.Where(layer => layer.Params > 0).Select(layer => $"{layer.Name}:{string.Join('x', Weights(layer))}"));

    /// <summary>Infers every shape; a layer that leaves nothing of its input is named, with the smallest resolution that works.</summary>
    public static NetworkResult<NetworkShape> Infer(Network network, int channels, int resolution)
    {
        foreach (
            var (name, value, most) in new[]
            {
                ("channels", channels, NetworkFactory.MostChannels), ("resolution", resolution, LargestResolution),
            })
        {
            if (value < 1 || value > most)
            {
                return NetworkResult.Bad<NetworkShape>($"{name} cannot be {value}", $"give a whole number from 1 to {most:N0}");
            }
        }

        var (shape, vanished) = TryInfer(network, channels, resolution);
        if (shape is not null)
        {
            return NetworkResult.Good(shape);
        }

        var smallest = Enumerable.Range(1, LargestResolution).FirstOrDefault(side => TryInfer(network, channels, side).Shape is not null);
        return NetworkResult.Bad<NetworkShape>(
            $"at resolution {resolution} {vanished} vanishes",
            smallest == 0
                ? $"use fewer poolings: no resolution up to {LargestResolution:N0} is enough"
                : $"the smallest resolution for {network.Name} is {smallest}");
    }

    private static (NetworkShape? Shape, string Vanished) TryInfer(Network network, int channels, int resolution)
    {
        var names = network.LayerNames();
        var layers = new List<LayerShape>(network.Layers.Count);
        IReadOnlyList<int> input = [channels, resolution, resolution];
        var pools = 0;
        foreach (var (layer, name) in network.Layers.Zip(names))
        {
            pools += layer is Layer.MaxPooling ? 1 : 0;
            var output = Output(layer, input);
            if (output.Any(side => side < 1))
            {
                var what = layer is Layer.MaxPooling ? $"pooling {pools}" : "a convolution";
                return (null, $"the output of {name} ({what}, on {input[1]}×{input[2]})");
            }

            var (parameters, macs) = Count(layer, input, output);
            layers.Add(new LayerShape(name, layer, input, output, parameters, macs));
            input = output;
        }

        return (new NetworkShape(network, channels, resolution, layers), "");
    }

    private static IReadOnlyList<int> Output(Layer layer, IReadOnlyList<int> input) => layer switch
    {
        Layer.Convolution c => [c.Channels, Side(input[1], c.Kernel, c.Stride, c.Padding), Side(input[2], c.Kernel, c.Stride, c.Padding)],
        Layer.MaxPooling p => [input[0], Side(input[1], p.Kernel, p.Stride, 0), Side(input[2], p.Kernel, p.Stride, 0)],
        Layer.Flatten => [checked(input[0] * input[1] * input[2])],
        Layer.GlobalAveragePooling => [input[0]],
        Layer.Dense d => [d.Units],
        _ => input,
    };

    /// <summary>The windows that fit, rounded down; none where the window is larger than the padded input.</summary>
    private static int Side(int side, int kernel, int stride, int padding) =>
        side + (2 * padding) < kernel ? 0 : ((side + (2 * padding) - kernel) / stride) + 1;

    private static (long Params, long Macs) Count(Layer layer, IReadOnlyList<int> input, IReadOnlyList<int> output)
    {
        switch (layer)
        {
            case Layer.Convolution c:
                var weights = (long)c.Kernel * c.Kernel * input[0] * c.Channels;
                return (weights + c.Channels, weights * output[1] * output[2]);
            case Layer.Dense d:
                var products = (long)input[0] * d.Units;
                return (products + d.Units, products);
            case Layer.BatchNormalization:
                return (2L * input[0], 0);
            default:
                return (0, 0);
        }
    }

    private static IReadOnlyList<int> Weights(LayerShape shape) => shape.Layer switch
    {
        Layer.Convolution c => [c.Channels, shape.Input[0], c.Kernel, c.Kernel],
        Layer.Dense d => [d.Units, shape.Input[0]],
        _ => [shape.Input[0]],
    };
}
