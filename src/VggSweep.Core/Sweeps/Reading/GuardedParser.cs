using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>
/// YamlDotNet's parser with one exception type. On some broken texts version 18.1 throws others where it means that the
/// text is no YAML: on a brace within a plain word InvalidOperationException, on a tag that is no URI ArgumentException.
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
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException)
        {
            var end = parser.Current?.End ?? Mark.Empty;
            throw new YamlException(end, end, "found a character that is not allowed here", exception);
        }
    }
}
