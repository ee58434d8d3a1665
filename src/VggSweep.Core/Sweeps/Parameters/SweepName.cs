namespace VggSweep.Core.Sweeps.Parameters;

/// <summary>A name that can be a folder's and part of an id.</summary>
internal sealed record SweepName() : ValueKind(
    "up to 64 letters, digits, spaces, '-', '_' or '.' that begin and end with a letter or digit")
{
    private const int Longest = 64;

    public override object? Parse(string text) =>
        text.Length is > 0 and <= Longest
        && char.IsAsciiLetterOrDigit(text[0])
        && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '-' or '_' or '.')
            ? text
            : null;
}
