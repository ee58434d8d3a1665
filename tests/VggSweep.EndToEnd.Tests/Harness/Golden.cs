using Spectre.Console;

namespace VggSweep.EndToEnd.Tests.Harness;

/// <summary>Texts for people, against checked-in files.</summary>
internal static class Golden
{
    /// <summary>What is written to a console of this width, without colours, as in a pipe.</summary>
    public static string Text(int width, Action<IAnsiConsole> write)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        write(console);
        return writer.ToString();
    }

    /// <summary>Equal to the file of this name but for the spaces at the ends of lines.</summary>
    public static void Check(string name, string text)
    {
        using var stream = typeof(Golden).Assembly.GetManifestResourceStream(name);
        using var reader = new StreamReader(stream ?? throw new FileNotFoundException($"{name}.txt is no resource; the text is\n{text}"));
        Assert.Equal(
            reader.ReadToEnd().Trim('\n'),
            string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n'));
    }
}
