using System.Globalization;

namespace VggSweep.SearchBench;

/// <summary>Medians of the regret with the interval between order statistics that holds the true median with 95 %.</summary>
internal static class RegretTable
{
    private const double Outside = 0.025;

    public static IEnumerable<string> Of(IEnumerable<string> rows)
    {
        var parsed = rows.Where(row => row.Length > 0 && row != RegretBench.Header).Select(row => row.Split(',')).ToList();
        var methods = parsed.Select(row => row[0]).Distinct().ToList();
        yield return $"| Function | Trials | {string.Join(" | ", methods)} |";
        yield return $"|---|---|{string.Concat(Enumerable.Repeat("---|", methods.Count))}";
        foreach (var group in parsed.GroupBy(row => (Function: row[1], Trials: row[3])))
        {
            var cells = methods.Select(method => Cell(
                [.. group.Where(row => row[0] == method).Select(row => double.Parse(row[4], CultureInfo.InvariantCulture))]));
            yield return $"| {group.Key.Function} | {group.Key.Trials} | {string.Join(" | ", cells)} |";
        }
    }

    private static string Cell(double[] regrets)
    {
        if (regrets.Length == 0)
        {
            return "";
        }

        Array.Sort(regrets);
        var (rank, below) = (0, Math.Pow(0.5, regrets.Length));
        for (var term = below; below <= Outside; below += term)
        {
            rank++;
            term *= (regrets.Length - rank + 1.0) / rank;
        }

        var median = (regrets[(regrets.Length - 1) / 2] + regrets[regrets.Length / 2]) / 2;
        var low = Math.Max(rank - 1, 0);
        return string.Create(CultureInfo.InvariantCulture, $"{median:G2} ({regrets[low]:G2}–{regrets[^(low + 1)]:G2})");
    }
}
