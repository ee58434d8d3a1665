using System.Globalization;
using System.Text;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>The text of a sweep file: UTF-8, without characters that nobody can see.</summary>
public static class SpecText
{
    /// <summary>Each character takes at most so many bytes of UTF-8 for one or two of a string.</summary>
    private const int BytesOfCharacter = 3;

    private const int MostBytes = SweepSpecReader.MostCharacters * BytesOfCharacter;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file to its end, or so far that it is known to be too long.</summary>
    /// <returns>The text, which a sweep is stored with, and what it says.</returns>
    public static async Task<(string Yaml, SpecReading Reading)> ReadAsync(Stream file)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (int count; bytes.Length <= MostBytes && (count = await file.ReadAsync(buffer)) > 0;)
        {
            bytes.Write(buffer.AsSpan(0, count));
        }

        return Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <inheritdoc cref="ReadAsync"/>
    public static (string Yaml, SpecReading Reading) Read(ReadOnlySpan<byte> file)
    {
        if (file.Length > MostBytes)
        {
            return Bad(SweepSpecReader.TooLong);
        }

        if (Foreign(file) is { } encoding)
        {
            return Bad(new SpecError(1, 1, "", $"the file is {encoding}", "save it as UTF-8"));
        }

        var text = file.StartsWith(Encoding.UTF8.Preamble) ? file[Encoding.UTF8.Preamble.Length..] : file;
        try
        {
            var yaml = Strict.GetString(text);
            return (yaml, SweepSpecReader.Read(yaml));
        }
        catch (DecoderFallbackException exception)
        {
            var (line, column) = PlaceOf(Encoding.UTF8.GetString(text[..exception.Index]));
            return Bad(
                new SpecError(line, column, "", $"the byte 0x{exception.BytesUnknown![0]:X2} is not UTF-8", "save the file as UTF-8"));
        }
    }

    /// <summary>The first character that YAML forbids (1.2.2, 5.1), or null.</summary>
    internal static SpecError? Unprintable(string yaml)
    {
        for (var index = 0; index < yaml.Length; index++)
        {
            var letter = yaml[index];
            var isPair = char.IsHighSurrogate(letter) && index + 1 < yaml.Length && char.IsLowSurrogate(yaml[index + 1]);
            index += isPair ? 1 : 0;
            if (!isPair && (char.IsSurrogate(letter) || letter is >= '\uFFFE' or '\uFEFF'
                || (char.IsControl(letter) && letter is not ('\t' or '\n' or '\r' or '\u0085'))))
            {
                var (line, column) = PlaceOf(yaml[..index]);
                return new SpecError(
                    line, column, "",
                    string.Create(CultureInfo.InvariantCulture, $"the character U+{(int)letter:X4} is not allowed in a sweep file"),
                    "remove it");
            }
        }

        return null;
    }

    /// <summary>The place that comes after a text.</summary>
    private static (int Line, int Column) PlaceOf(string before) =>
        (1 + before.Count(letter => letter == '\n'), before.Length - before.LastIndexOf('\n'));

    private static string? Foreign(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) || file.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]) ? "UTF-32"
        : file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || file.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? "UTF-16"
        : file.Length >= 2 && (file[0] == 0) != (file[1] == 0) ? "UTF-16"
        : null;

    private static (string, SpecReading) Bad(SpecError error) => ("", new SpecReading(null, [error]));
}
