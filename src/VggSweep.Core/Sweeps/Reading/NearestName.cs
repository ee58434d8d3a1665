namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Finds the name that a mistyped one was meant to be.</summary>
internal static class NearestName
{
    private const int LongestName = 40;

    /// <summary>The mend for an unknown name: the nearest known one, or all of them when none is near.</summary>
    public static string Mend(string text, IReadOnlyCollection<string> known)
    {
        var nearest = text.Length > LongestName ? null : known
            .Select(name => (Name: name, Distance: Distance(text.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= Math.Max(1, candidate.Name.Length / 3))
            .MinBy(candidate => candidate.Distance).Name;
        return nearest is null ? $"use one of {string.Join(", ", known)}" : $"did you mean '{nearest}'?";
    }

    /// <summary>Insertions, deletions and replacements from one text to the other (Levenshtein 1966).</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
