using System.CommandLine;
using VggSweep.Cli.Models;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep model NAME ...</c>: layers, parameters and multiply-accumulates, by default of what sweeps train.</summary>
internal static class ModelCommand
{
    private const int PaperChannels = 3;
    private const int PaperClasses = 1_000;

    public static Command Create(Terminal terminal)
    {
        var presets = NetworkFactory.Names.Where(name => name != NetworkFactory.OwnBlocks);
        var names = new Argument<string[]>("NAME")
        {
            Description = $"{string.Join(", ", presets)}; several are compared.",
            Arity = ArgumentArity.OneOrMore,
        };
        var width = Inputs.Number("--width", "Channels of the first block. Default: the network's own.", high: NetworkFactory.MostChannels);
        var resolution = Inputs.Number("--resolution", "Side of the input in pixels.", 224, 1, NetworkShape.LargestResolution);
        var paper = new Option<bool>("--paper")
        {
            Description = $"ImageNet as in the paper: {PaperChannels} channels, {PaperClasses:N0} classes.",
        };
        var channels = Inputs.Number(
            "--channels", $"Channels of the input. Default: {TrialNetwork.Channels}, as Fashion-MNIST.",
            high: NetworkFactory.MostChannels);
        var classes = Inputs.Number(
            "--classes", $"Classes. Default: {TrialNetwork.Classes}, as Fashion-MNIST.", high: NetworkFactory.MostUnits);
        var dense = Inputs.Number("--dense", "Units of each hidden dense layer.", 4096, 1, NetworkFactory.MostUnits);
        var batch = Inputs.Number("--batch", "Batch size, for the memory of activations.", 128, 1, 1_000_000);
        var head = Inputs.Choice("--head", "dense: two hidden dense layers; gap: global average pooling.", Head.Dense);
        var batchNorm = new Option<bool>("--batch-norm") { Description = "Batch normalization after every convolution." };
        var blocks = new Option<bool>("--blocks") { Description = "One row per block and dense layer, as the chapter shows them." };
        var json = CommonOptions.Json();
        var command = new Command("model", "Show the layers, parameters and cost of networks.")
        {
            names, width, resolution, paper, channels, classes, dense, batch, head, batchNorm, blocks, json,
        };
        command.SetAction(parsed =>
        {
            var (inputs, outputs) = parsed.GetValue(paper) ? (PaperChannels, PaperClasses) : (TrialNetwork.Channels, TrialNetwork.Classes);
            NetworkShape Shape(string name, Head chosen) => Require(
                new NetworkRequest(
                    name, null, parsed.GetValue(width), parsed.GetValue(classes) ?? outputs, chosen,
                    parsed.GetValue(dense), parsed.GetValue(batchNorm), 0.5),
                parsed.GetValue(channels) ?? inputs, parsed.GetValue(resolution));
            var shapes = parsed.GetValue(names)!.Select(name => Shape(name, parsed.GetValue(head))).ToList();
            var text = new ModelText(terminal.Out, parsed.GetValue(batch));
            if (parsed.GetValue(json))
            {
                var all = shapes.Select(shape => ModelJson.Of(shape, parsed.GetValue(batch))).ToList();
                Console.Out.WriteLine(all.Count == 1 ? Terminal.ToJson(all[0]) : Terminal.ToJson(all));
            }
            else if (parsed.GetValue(blocks))
            {
                shapes.ForEach(text.WriteBlocks);
            }
            else if (shapes.Count == 1)
            {
                text.WriteSummary(shapes[0]);
            }
            else
            {
                text.WriteComparison([.. shapes.Select(shape => (shape, (NetworkShape?)Shape(shape.Network.Name, Head.Gap)))]);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static NetworkShape Require(NetworkRequest request, int channels, int resolution)
    {
        var network = NetworkFactory.Build(request);
        if (!network.IsGood)
        {
            throw new CommandFailure(ExitCode.Usage, $"{network.Message}; {network.Fix}.");
        }

        var shape = NetworkShape.Infer(network.Value, channels, resolution);
        return shape.IsGood ? shape.Value : throw new CommandFailure(ExitCode.Usage, $"{shape.Message}; {shape.Fix}.");
    }
}
