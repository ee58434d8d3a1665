using System.Globalization;
using System.Text;

namespace VggSweep.Core;

/// <summary>
/// Quotes what a person wrote, with characters that nobody can see by their number: a zero-width space as
/// <c>&lt;U+200B&gt;</c>.
/// </summary>
public static class VisibleText
{
    private const int Shown = 40;

    /// <returns>As <c>'text'</c>, shortened; <c>empty</c> for an empty text.</returns>
    public static string Quote(string text)
    {
        if (text.Length == 0)
        {
            return "empty";
        }

        var quoted = new StringBuilder("'");
        foreach (var letter in (text.Length > Shown ? text[..Shown] : text).ReplaceLineEndings("⏎").EnumerateRunes())
        {
            quoted.Append(IsVisible(letter) ? letter.ToString() : Number(letter));
        }

        return quoted.Append(text.Length > Shown ? "…'" : "'").ToString();
    }

    /// <summary>
    /// The first visible character that only looks like one of ASCII, as <c>U+0435</c> for a Cyrillic е; null when
    /// there is none.
    /// </summary>
    public static string? FirstForeign(string text) =>
        text.EnumerateRunes()
            .Where(letter => !letter.IsAscii && IsVisible(letter))
            .Select(letter => (string?)$"U+{letter.Value:X4}")
            .FirstOrDefault();

    private static bool IsVisible(Rune letter) =>
        letter.Value == ' ' || (letter.Value != Rune.ReplacementChar.Value && Rune.GetUnicodeCategory(letter) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned)

        // Fillers and the empty Braille cell count as letters and symbols.
        && letter.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800));

    private static string Number(Rune letter) => string.Create(CultureInfo.InvariantCulture, $"<U+{letter.Value:X4}>");
}
