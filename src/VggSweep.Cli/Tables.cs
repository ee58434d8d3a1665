using Spectre.Console;

namespace VggSweep.Cli;

/// <summary>Tables as every command draws them: numbers to the right, units in the header, two spaces between columns.</summary>
internal static class Tables
{
    public static Table Create() => new Table().Border(TableBorder.Simple);

    /// <summary>A column whose text may go on in the next line.</summary>
    public static Table AddText(this Table table, string header) =>
        table.AddColumn(new TableColumn(header).Padding(0, 0, 1, 0));

    /// <summary>A column of words that stay whole.</summary>
    public static Table AddWord(this Table table, string header) =>
        table.AddColumn(new TableColumn(header).Padding(0, 0, 1, 0).NoWrap());

    public static Table AddNumbers(this Table table, params ReadOnlySpan<string> headers)
    {
        foreach (var header in headers)
        {
            table.AddColumn(new TableColumn(header).Padding(0, 0, 1, 0).RightAligned().NoWrap());
        }

        return table;
    }

    /// <summary>Whether the console is too narrow for what a person can do without.</summary>
    public static bool IsNarrow(this IAnsiConsole console) => console.Profile.Width < 96;

    /// <summary>As in half a screen.</summary>
    public static bool IsVeryNarrow(this IAnsiConsole console) => console.Profile.Width < 72;

    /// <summary>As <c>test %</c>; in two lines, and shortened, where the console is narrow.</summary>
    public static string Header(this IAnsiConsole console, string word, string unit) =>
        console.IsNarrow() ? $"{word.Replace("validation", "valid.", StringComparison.Ordinal)}\n{unit}" : $"{word} {unit}";
}
