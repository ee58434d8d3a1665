using System.Text;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace VggSweep.Cli;

/// <summary>Breaks sentences into lines, but never a path or a command in backticks.</summary>
internal static partial class Sentences
{
    /// <summary>A command that is longer than a line is left to the terminal, which copies it whole.</summary>
    public static void WriteSentence(this IAnsiConsole console, string text)
    {
        var lines = ProgramName.In(text).ReplaceLineEndings("\n").Split('\n');
        foreach (var line in lines.SelectMany(line => Wrap(line, console.Profile.Width)))
        {
            console.Profile.Out.Writer.WriteLine(line);
        }
    }

    internal static IReadOnlyList<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (Match match in Words().Matches(text))
        {
            if (line.Length > 0 && line.Length + match.Length > width)
            {
                lines.Add(line.ToString());
                line.Clear().Append(match.Groups["word"].ValueSpan);
            }
            else
            {
                line.Append(match.ValueSpan);
            }
        }

        return [.. lines, line.ToString()];
    }

    [GeneratedRegex(" *(?<word>(?:`[^`]*`|[^ `]|`)+)")]
    private static partial Regex Words();
}
