namespace VggSweep.Core.Sweeps.Parameters;

/// <summary>What a worker may be called by beside its name: a kind of card, a room, an owner.</summary>
internal sealed record LabelName() : ValueKind("up to 64 letters, digits, '-', '_' or '.'")
{
    private const int Longest = 64;

    public override object? Parse(string text) =>
        text.Length is > 0 and <= Longest && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? text
            : null;
}
