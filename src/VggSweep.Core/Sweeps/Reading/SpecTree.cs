using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>
/// Builds the nodes of a document from YamlDotNet's events. Its own document model follows any nesting and every alias,
/// so that a small hostile file exhausts the stack or the memory; here depth is bounded and aliases are refused.
/// </summary>
internal sealed class SpecTree
{
    /// <summary>A pair of numbers in network.blocks is the deepest that a sweep file goes: 4.</summary>
    private const int GreatestDepth = 8;

    private readonly GuardedParser parser;
    private readonly SpecErrors errors;

    private SpecTree(string yaml, SpecErrors errors)
    {
        parser = new GuardedParser(new Parser(new StringReader(yaml)));
        this.errors = errors;
    }

    /// <summary>The root of the only document, or null with the mistake noted.</summary>
    public static SpecNode? Read(string yaml, SpecErrors errors)
    {
        try
        {
            return new SpecTree(yaml, errors).Document();
        }
        catch (YamlException exception)
        {
            NoteSyntax(yaml, exception, errors);
            return null;
        }
    }

    private SpecNode? Document()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            errors.Add(1, 1, "", "the file is empty", "write a sweep into it, as in sweeps/quickstart.yaml");
            return null;
        }

        var root = Node(0);
        if (root is not null)
        {
            parser.Consume<DocumentEnd>();
            if (parser.TryConsume<DocumentStart>(out var second))
            {
                Note(second, "the file has more than one document", "give each sweep its own file");
            }
        }

        return root;
    }

    /// <summary>The next node, or null when reading cannot go on.</summary>
    private SpecNode? Node(int depth)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            Note(alias, $"the alias *{alias.Value} is not supported", "write the value itself");
            return null;
        }

        if (parser.Accept<NodeEvent>(out var node) && !node.Tag.IsEmpty)
        {
            Note(node, $"the tag {node.Tag.Value} is not supported", "remove it");
        }

        if (depth > GreatestDepth)
        {
            Note(parser.Current!, "the file is nested too deeply", "write it in the shape of sweeps/reference.yaml");
            return null;
        }

        return parser.TryConsume<Scalar>(out var scalar) ? new SpecNode.Scalar(Line(scalar), Column(scalar), scalar.Value)
        {
            TextColumn = TextColumn(scalar),
        }
            : parser.TryConsume<SequenceStart>(out var sequence) ? Sequence(sequence, depth)
            : Mapping(parser.Consume<MappingStart>(), depth);
    }

    private SpecNode.Sequence? Sequence(SequenceStart start, int depth)
    {
        var items = new List<SpecNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (Node(depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return new SpecNode.Sequence(Line(start), Column(start), items);
    }

    private SpecNode.Mapping? Mapping(MappingStart start, int depth)
    {
        var entries = new List<(SpecNode.Scalar, SpecNode)>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (Node(depth + 1) is not { } key || Node(depth + 1) is not { } value)
            {
                return null;
            }

            if (key is SpecNode.Scalar name)
            {
                entries.Add((name, value));
            }
            else
            {
                errors.Add(key, "", $"a key cannot be {key.Description}", "write a name");
            }
        }

        return new SpecNode.Mapping(Line(start), Column(start), entries);
    }

    private static int? TextColumn(Scalar scalar)
    {
        var quotes = scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0;
        return scalar.Start.Line == scalar.End.Line && scalar.End.Column - scalar.Start.Column == scalar.Value.Length + (2 * quotes)
            ? Column(scalar) + quotes
            : null;
    }

    private void Note(ParsingEvent at, string message, string fix) => errors.Add(Line(at), Column(at), "", message, fix);

    private static void NoteSyntax(string yaml, YamlException exception, SpecErrors errors)
    {
        var (line, column) = ((int)exception.Start.Line, (int)exception.Start.Column);
        if (TabFrom(yaml, line) is { } tab && (tab.Line == line || exception.Message.Contains("tab", StringComparison.Ordinal)))
        {
            errors.Add(tab.Line, tab.Column, "", "YAML does not allow a tab here", "use spaces");
        }
        else
        {
            errors.Add(
                line, column, "", $"invalid YAML: {exception.Message.TrimEnd('.')}",
                "check the indentation, brackets, quotes and colons here");
        }
    }

    /// <summary>The first tab from that line on: YamlDotNet gives the place of what the tab breaks, which may begin above it.</summary>
    private static (int Line, int Column)? TabFrom(string yaml, int line) => yaml.Split('\n')
        .Select((text, index) => (Line: index + 1, Column: text.IndexOf('\t', StringComparison.Ordinal) + 1))
        .Where(place => place.Line >= line && place.Column > 0)
        .Select(place => ((int, int)?)place)
        .FirstOrDefault();

    private static int Line(ParsingEvent at) => (int)at.Start.Line;

    private static int Column(ParsingEvent at) => (int)at.Start.Column;
}
