using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Reads <c>network.blocks</c>, a list of pairs [convolutions, channels].</summary>
internal static class BlocksReader
{
    public const string Key = "blocks";

    public const int MostBlocks = 9; // the largest input, 512 pixels, is one pixel after nine poolings
    public static readonly ValueKind Convolutions = new ValueKind.Whole(1, 16);
    public static readonly ValueKind Channels = new ValueKind.Whole(1, NetworkFactory.MostChannels);
    private const string Example = "[[1, 16], [1, 32], [2, 64]]";

    /// <summary>The blocks, or null with their mistakes noted.</summary>
    public static IReadOnlyList<Block>? Read(SpecNode node, string path, SpecErrors errors)
    {
        if (node is not SpecNode.Sequence { Items.Count: > 0 and <= MostBlocks } list)
        {
            errors.Add(
                node, path, $"{path} is not a list of 1 to {MostBlocks} blocks",
                $"give pairs [convolutions, channels], such as {Example}");
            return null;
        }

        var blocks = list.Items.Select((item, index) => Pair(item, $"{path}[{index}]", errors)).OfType<Block>().ToList();
        return blocks.Count == list.Items.Count ? blocks : null;
    }

    private static Block? Pair(SpecNode node, string path, SpecErrors errors)
    {
        if (node is not SpecNode.Sequence { Items.Count: 2 } pair)
        {
            errors.Add(node, path, $"{path} is not a pair", "give [convolutions, channels], such as [2, 64]");
            return null;
        }

        var convolutions = SpecSection.Value(pair.Items[0], path + "[0]", Convolutions, "2", errors);
        var channels = SpecSection.Value(pair.Items[1], path + "[1]", Channels, "64", errors);
        return convolutions is long count && channels is long width ? new Block((int)count, (int)width) : null;
    }
}
