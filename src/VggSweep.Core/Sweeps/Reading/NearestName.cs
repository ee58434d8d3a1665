namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Finds the name that a mistyped one was meant to be.</summary>
internal static class NearestName
{
    private const int LongestName = 40;

    /// <summary>The mend for an unknown name: the nearest known one, or all of them when none is near.</summary>
    public static string Mend(string text, IReadOnlyCollection<string> known)
    {
        var nearest = text.Length > LongestName ? null : known
            .Where(name => Distance(text, name) <= Math.Max(1, name.Length / 2))
            .MinBy(name => Distance(text, name));
        return nearest is not null ? $"did you mean '{nearest}'{(VisibleText.FirstForeign(text) is { } foreign ? $", without {foreign}" : "")}?"
            : known.Count == 1 ? $"use {known.First()}"
            : $"use one of {string.Join(", ", known)}";
    }

    /// <summary>Insertions, deletions and replacements from one text to the other, whatever the case (Levenshtein 1966).</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
