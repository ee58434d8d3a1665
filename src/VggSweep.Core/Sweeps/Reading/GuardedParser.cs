using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>
/// YamlDotNet's parser with one exception type. On some broken texts, as a brace within a plain word, version 18.1 throws
/// InvalidOperationException from its scanner where it means that the text is no YAML.
/// </summary>
internal sealed class GuardedParser(Parser parser) : IParser
{
    public ParsingEvent? Current => parser.Current;

    public bool MoveNext()
    {
        try
        {
            return parser.MoveNext();
        }
        catch (InvalidOperationException exception)
        {
            var end = parser.Current?.End ?? Mark.Empty;
            throw new YamlException(end, end, "found a character that cannot stand here", exception);
        }
    }
}
