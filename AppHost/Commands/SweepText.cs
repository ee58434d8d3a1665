using System.Text.RegularExpressions;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.AppHost.Commands;

/// <summary>A sweep file as it is submitted.</summary>
/// <param name="Yaml">Its text.</param>
/// <param name="Source">For messages: the file's name.</param>
internal sealed partial record SweepText(string Yaml, string Source)
{
    /// <summary>All mistakes as <c>file:line:column: what; the mend</c>; empty where there are none.</summary>
    public IReadOnlyList<string> Mistakes => [.. SweepSpecReader.Read(Yaml).Errors.Select(error => error.Format(Source))];

    /// <summary>The same sweep under another name.</summary>
    public SweepText Named(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return this;
        }

        var (isInBraces, pair) = (Yaml.TrimStart().StartsWith('{'), $"name: {name.Trim()}");
        var given = isInBraces ? NameInBraces() : NameOnItsLine();
        return this with
        {
            Yaml = given.IsMatch(Yaml) ? given.Replace(Yaml, _ => pair, 1)
                : isInBraces ? $"{{ {pair}, {Yaml.TrimStart()[1..]}"
                : $"{pair}\n{Yaml}",
        };
    }

    [GeneratedRegex("^name:[^\r\n]*", RegexOptions.Multiline)]
    private static partial Regex NameOnItsLine();

    [GeneratedRegex(@"(?<=[{,]\s*)name:[^,}]*")]
    private static partial Regex NameInBraces();
}
