using Spectre.Console;
using VggSweep.Core.Networks;

namespace VggSweep.Cli.Models;

/// <summary>Networks for people: one as a layer summary, several side by side.</summary>
internal sealed class ModelText(IAnsiConsole console, int batchSize)
{
    public void WriteSummary(NetworkShape shape)
    {
        var table = NewTable(["layer", "kind"], ["output", "parameters", "MACs"]);
        foreach (var group in Groups(shape))
        {
            if (group.Title is not null)
            {
                AddRow(
                    table, $"[bold]{group.Title}[/]", "", group.Layers[^1], group.Layers.Sum(layer => layer.Params),
                    group.Layers.Sum(layer => layer.Macs));
            }

            foreach (var layer in group.Layers)
            {
                AddRow(table, (group.Title is null ? "" : "  ") + layer.Name, Kind(layer.Layer), layer, layer.Params, layer.Macs);
            }
        }

        console.Write(table);
        WriteTotals(shape);
        WriteRowsAndLayers(shape);
    }

    public void WriteComparison(IReadOnlyList<(NetworkShape Shape, NetworkShape? WithGap)> networks)
    {
        // A row a network: a column a network has no room for the figures of four.
        var sizes = NewTable(["network"], ["layers\nwith\nweights", "parameters", "of them\ndense", $"activations,\nbatch {batchSize}"]);
        var costs = NewTable(["network"], ["MACs\nper image", "convolutional", "dense", "dense\nshare"]);
        foreach (var (shape, _) in networks)
        {
            var denseParams = shape.Layers.Where(layer => layer.Layer is Layer.Dense).Sum(layer => layer.Params);
            sizes.AddRow(shape.Network.Name, $"{WithWeights(shape)}", $"{shape.Params:N0}", Share(denseParams, shape.Params), Bytes(shape));
            costs.AddRow(
                shape.Network.Name, $"{shape.Macs:N0}", $"{shape.ConvMacs:N0}", $"{shape.DenseMacs:N0}",
                Share(shape.DenseMacs, shape.Macs));
        }

        console.Write(sizes);
        console.Write(costs);
        console.WriteSentence("A MAC is one multiplication and one addition: two floating-point operations.");
        WriteSavings([.. networks.Where(network => network.WithGap is not null && network.WithGap.Params < network.Shape.Params)]);
    }

    /// <summary>A row for each of the chapter's blocks and dense layers: what exercise 2 counts.</summary>
    public void WriteBlocks(NetworkShape shape)
    {
        var table = NewTable(["layer", "convolutions"], ["output", "parameters", "MACs"]);
        foreach (var (title, layers) in Groups(shape))
        {
            if (title is not null)
            {
                var convolutions = layers.Where(layer => layer.Layer is Layer.Convolution).ToList();
                var sizes = convolutions.CountBy(layer => Kind(layer.Layer).Split(' ')[0]).Select(size => $"{size.Value} of {size.Key}");
                AddRow(
                    table, title, string.Join(", ", sizes), layers[^1], layers.Sum(layer => layer.Params), layers.Sum(layer => layer.Macs));
                continue;
            }

            foreach (var dense in layers.Where(layer => layer.Layer is Layer.Dense))
            {
                AddRow(table, "dense", "", dense, dense.Params, dense.Macs);
            }
        }

        console.Write(table);
        WriteTotals(shape);
        WriteRowsAndLayers(shape);
    }

    private void WriteSavings(IReadOnlyList<(NetworkShape Shape, NetworkShape? WithGap)> networks)
    {
        if (networks.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.WriteSentence("With global average pooling (--head gap) in place of the hidden dense layers:");
        var table = NewTable(["network"], ["parameters", "share\nkept", "dense\nMACs", "dense MACs\nsaved"]);
        foreach (var (shape, gap) in networks)
        {
            table.AddRow(
                shape.Network.Name, $"{gap!.Params:N0}", Share(gap.Params, shape.Params), $"{gap.DenseMacs:N0}",
                Share(shape.DenseMacs - gap.DenseMacs, shape.DenseMacs));
        }

        console.Write(table);
    }

    private void WriteTotals(NetworkShape shape)
    {
        console.WriteSentence(
            $"{shape.Network.Name}, {shape.Channels}×{shape.Resolution}×{shape.Resolution}: {shape.Params:N0} "
            + $"parameters, {shape.Macs:N0} MACs per image "
            + $"({Share(shape.ConvMacs, shape.Macs)} convolutional, {Share(shape.DenseMacs, shape.Macs)} dense), "
            + $"{Bytes(shape)} of activations kept for the backward pass at batch size {batchSize}.");
    }

    /// <summary>The chapter's exercise 2, from the layers at hand.</summary>
    private void WriteRowsAndLayers(NetworkShape shape)
    {
        var blocks = Groups(shape).Count(group => group.Title is not null);
        var convolutions = shape.Layers.Count(layer => layer.Layer is Layer.Convolution);
        var dense = shape.Layers.Count(layer => layer.Layer is Layer.Dense);
        console.WriteSentence(
            $"A summary by blocks shows {blocks + dense} rows with weights ({blocks} blocks and {dense} dense) for "
            + $"{convolutions + dense} layers: "
            + $"the {blocks} blocks hold {convolutions} convolutions, so {convolutions - blocks} of them have no row of their own.");
    }

    /// <summary>A block ends with its pooling; what follows the last one stands alone.</summary>
    private static List<(string? Title, List<LayerShape> Layers)> Groups(NetworkShape shape)
    {
        var groups = new List<(string? Title, List<LayerShape> Layers)>();
        var open = new List<LayerShape>();
        foreach (var layer in shape.Layers)
        {
            open.Add(layer);
            if (layer.Layer is Layer.MaxPooling)
            {
                groups.Add(($"block {groups.Count + 1}", open));
                open = [];
            }
        }

        groups.Add((null, open));
        return groups;
    }

    private static Table NewTable(string[] words, string[] figures)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns(words);
        foreach (var figure in figures)
        {
            table.AddColumn(new TableColumn(figure).RightAligned().NoWrap());
        }

        return table;
    }

    private static void AddRow(Table table, string name, string kind, LayerShape layer, long parameters, long macs) => table.AddRow(
        name, kind, string.Join('×', layer.Output), parameters == 0 ? "" : $"{parameters:N0}", macs == 0 ? "" : $"{macs:N0}");

    private static string Kind(Layer layer) => layer switch
    {
        Layer.Convolution c => $"{c.Kernel}×{c.Kernel} convolution",
        Layer.MaxPooling p => $"{p.Kernel}×{p.Kernel} max pooling",
        Layer.BatchNormalization => "batch normalization",
        Layer.GlobalAveragePooling => "average pooling",
        Layer.Dropout d => $"dropout {d.Rate:0.##}",
        Layer.Relu => "ReLU",
        _ => layer.GetType().Name.ToLowerInvariant(),
    };

    private static int WithWeights(NetworkShape shape) => shape.Layers.Count(layer => layer.Layer is Layer.Convolution or Layer.Dense);

    private string Bytes(NetworkShape shape) =>
        Core.AmountText.OfBytes(NetworkMemory.Of(shape, batchSize, hasMomentum: false).ActivationBytes);

    private static string Share(long part, long whole) => $"{100.0 * part / whole:0.0} %";
}
