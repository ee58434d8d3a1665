using System.Globalization;

namespace VggSweep.Core.Sweeps.Constraints;

/// <summary>A piece of a constraint: a number with its suffix, a name, or a sign.</summary>
/// <param name="At">Characters before it.</param>
/// <param name="Number">Null for names and signs.</param>
internal sealed record Token(int At, string Text, double? Number = null, bool IsName = false)
{
    private static readonly string[] Signs = ["<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "(", ")"];

    /// <summary>Decimal prefixes of amounts, with or without bytes; units of time.</summary>
    private static readonly Dictionary<string, double> Suffixes = new()
    {
        ["k"] = 1e3,
        ["M"] = 1e6,
        ["G"] = 1e9,
        ["T"] = 1e12,
        ["B"] = 1,
        ["kB"] = 1e3,
        ["MB"] = 1e6,
        ["GB"] = 1e9,
        ["TB"] = 1e12,
        ["s"] = 1,
        ["m"] = 60,
        ["h"] = 3600,
    };

    /// <summary>The tokens of a text, and an empty one at its end.</summary>
    /// <exception cref="ConstraintMistakeException">The text holds something else.</exception>
    public static IReadOnlyList<Token> Of(string text)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var token = Next(text, at, out at);
            if (token.IsName && tokens is [.., { Number: { } number } before]
                && Suffixes.TryGetValue(token.Text, out var factor))
            {
                tokens[^1] = before with { Number = number * factor };
            }
            else
            {
                tokens.Add(token);
            }
        }

        return [.. tokens, new Token(text.Length, "")];
    }

    private static Token Next(string text, int at, out int end)
    {
        if (char.IsAsciiDigit(text[at]) || text[at] == '.')
        {
            return NumberAt(text, at, out end);
        }

        if (char.IsAsciiLetter(text[at]))
        {
            end = Skip(text, at, char.IsAsciiLetterOrDigit);
            return new Token(at, text[at..end], IsName: true);
        }

        if (text[at] is '\'' or '"')
        {
            end = text.IndexOf(text[at], at + 1) + 1;
            return end > 0
                ? new Token(at, text[(at + 1)..(end - 1)], IsName: true)
                : throw new ConstraintMistakeException(at, "a quote is not closed", $"add {text[at]}");
        }

        var sign = Signs.FirstOrDefault(sign => text.AsSpan(at).StartsWith(sign, StringComparison.Ordinal))
            ?? throw new ConstraintMistakeException(
                at, $"a constraint cannot have {VisibleText.Quote(text[at..EndOfCharacter(text, at)])}",
                text[at] == '=' ? "use == to compare" : $"use names, numbers, {string.Join(' ', Signs)}, and, or");
        end = at + sign.Length;
        return new Token(at, sign);
    }

    private static int EndOfCharacter(string text, int at) =>
        at + (char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1);

    private static Token NumberAt(string text, int at, out int end)
    {
        end = Skip(text, at, letter => char.IsAsciiDigit(letter) || letter == '.');
        var exponent = end < text.Length && char.ToLowerInvariant(text[end]) == 'e' ? end + 1 : text.Length;
        exponent += exponent < text.Length && "+-".Contains(text[exponent], StringComparison.Ordinal) ? 1 : 0;
        if (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
        {
            end = Skip(text, exponent, char.IsAsciiDigit);
        }

        return double.TryParse(
            text.AsSpan(at, end - at), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? new Token(at, text[at..end], number)
            : throw new ConstraintMistakeException(at, $"{text[at..end]} is not a number", "write it as 200e6 or 1.5");
    }

    private static int Skip(string text, int from, Func<char, bool> belongs)
    {
        while (from < text.Length && belongs(text[from]))
        {
            from++;
        }

        return from;
    }
}
