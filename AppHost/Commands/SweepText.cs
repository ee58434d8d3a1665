using System.Text.RegularExpressions;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.AppHost.Commands;

/// <summary>A sweep file as it is submitted.</summary>
/// <param name="Yaml">Its text.</param>
/// <param name="Source">For messages: the file's name.</param>
internal sealed partial record SweepText(string Yaml, string Source)
{
    /// <summary>All mistakes as <c>file(line,column): what; the mend</c>; empty where there are none.</summary>
    public IReadOnlyList<string> Mistakes => [.. SweepSpecReader.Read(Yaml).Errors.Select(error => error.Format(Source))];

    /// <summary>The same sweep under another name. A text in braces keeps its own: its first key is not at a line's start.</summary>
    public SweepText Named(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return this;
        }

        var line = $"name: {name.Trim()}";
        return this with { Yaml = NameLine().IsMatch(Yaml) ? NameLine().Replace(Yaml, _ => line, 1) : $"{line}\n{Yaml}" };
    }

    [GeneratedRegex("^name:[^\r\n]*", RegexOptions.Multiline)]
    private static partial Regex NameLine();
}
