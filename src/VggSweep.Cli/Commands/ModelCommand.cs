using System.CommandLine;
using VggSweep.Cli.Models;
using VggSweep.Core.Networks;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep model NAME ...</c>: layers, parameters and multiply-accumulates. The defaults are the paper's.</summary>
internal static class ModelCommand
{
    public static Command Create(Terminal terminal)
    {
        var names = new Argument<string[]>("NAME") { Description = $"One of {string.Join(", ", NetworkFactory.Names)}; several are compared.", Arity = ArgumentArity.OneOrMore };
        var width = Inputs.Number("--width", "Channels of the first block. Default: the network's own.", high: NetworkFactory.MostChannels);
        var resolution = Inputs.Number("--resolution", "Side of the input in pixels.", 224, 1, NetworkShape.LargestResolution);
        var channels = Inputs.Number("--channels", "Channels of the input.", 3, 1, NetworkFactory.MostChannels);
        var classes = Inputs.Number("--classes", "Classes to tell apart.", 1000, 1, NetworkFactory.MostUnits);
        var dense = Inputs.Number("--dense", "Units of the hidden dense layers.", 4096, 1, NetworkFactory.MostUnits);
        var batch = Inputs.Number("--batch", "Images a step, for the activations' memory.", 128, 1, 1_000_000);
        var head = Inputs.Choice("--head", "dense, or gap for global average pooling.", Head.Dense);
        var batchNorm = new Option<bool>("--batch-norm") { Description = "Batch normalization behind every convolution." };
        var json = CommonOptions.Json();
        var command = new Command("model", "Shows the layers, parameters and cost of networks.") { names, width, resolution, channels, classes, dense, batch, head, batchNorm, json };
        command.SetAction(parsed =>
        {
            NetworkShape Shape(string name, Head chosen) => Require(
                new NetworkRequest(name, null, parsed.GetValue(width), parsed.GetValue(classes), chosen, parsed.GetValue(dense), parsed.GetValue(batchNorm), 0.5),
                parsed.GetValue(channels), parsed.GetValue(resolution));
            var shapes = parsed.GetValue(names)!.Select(name => Shape(name, parsed.GetValue(head))).ToList();
            var text = new ModelText(terminal.Out, parsed.GetValue(batch));
            if (parsed.GetValue(json))
            {
                var all = shapes.Select(shape => ModelJson.Of(shape, parsed.GetValue(batch))).ToList();
                Console.Out.WriteLine(all.Count == 1 ? Terminal.ToJson(all[0]) : Terminal.ToJson(all));
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
