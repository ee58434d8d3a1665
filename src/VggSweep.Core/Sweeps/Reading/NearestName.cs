namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Finds the name that a mistyped one was meant to be.</summary>
public static class NearestName
{
    private const int LongestName = 40;

    /// <returns>The nearest known name; null when none is near.</returns>
    public static string? Find(string text, IEnumerable<string> known) => text.Length > LongestName ? null : known
        .Where(name => Distance(text, name) <= Math.Max(1, name.Length / 2))
        .MinBy(name => Distance(text, name));

    /// <summary>The fix for an unknown name: the nearest known one, or all of them when none is near.</summary>
    public static string Mend(string text, IReadOnlyCollection<string> known) => Find(text, known) switch
    {
        { } nearest => $"did you mean '{nearest}'{(VisibleText.FirstForeign(text) is { } foreign ? $", without {foreign}" : "")}?",
        _ when known.Count == 1 => $"use {known.First()}",
        _ => $"use one of {string.Join(", ", known)}",
    };

    /// <summary>
    /// Insertions, deletions, replacements and swaps of neighbors from one text to the other, whatever the case (optimal string
    /// alignment: Damerau 1964).
    /// </summary>
    private static int Distance(string from, string to)
    {
        var distances = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                distances[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    distances[i - 1, j - 1] + (IsSame(i, j) ? 0 : 1), Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
                if (i > 1 && j > 1 && IsSame(i, j - 1) && IsSame(i - 1, j))
                {
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
                }
            }
        }

        return distances[from.Length, to.Length];

        bool IsSame(int i, int j) => char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]);
    }
}
