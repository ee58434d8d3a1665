using System.Globalization;

namespace VggSweep.SearchBench;

/// <summary>Medians of the regret with the interval between order statistics that holds the true median with 95 %.</summary>
internal static class RegretTable
{
    private const double Outside = 0.025;

    public static IEnumerable<string> Of(IEnumerable<string> rows)
    {
        var parsed = Parse(rows);
        var methods = parsed.Select(row => row[0]).Distinct().ToList();
        yield return $"| Function | Trials | {string.Join(" | ", methods)} |";
        yield return $"|---|---|{string.Concat(Enumerable.Repeat("---|", methods.Count))}";
        foreach (var group in parsed.GroupBy(row => (Function: row[1], Trials: row[3])))
        {
            var cells = methods.Select(method => Cell(
                [.. group.Where(row => row[0] == method).Select(Regret)]));
            yield return $"| {group.Key.Function} | {group.Key.Trials} | {string.Join(" | ", cells)} |";
        }
    }

    /// <summary>How far a method is above the best of others at each budget, seed by seed.</summary>
    public static IEnumerable<string> Paired(IEnumerable<string> rows, string method, string[] others)
    {
        var parsed = Parse(rows);
        yield return $"| Function | Trials | Best of {string.Join(", ", others)} | {method} less that |";
        yield return "|---|---|---|---|";
        foreach (var group in parsed.GroupBy(row => (Function: row[1], Trials: row[3])))
        {
            double[] Of(string name) =>
                [.. group.Where(row => row[0] == name).OrderBy(row => int.Parse(row[2], CultureInfo.InvariantCulture)).Select(Regret)];
            var best = others.MinBy(other => Median([.. Of(other).Order()]))!;
            var differences = Of(method).Zip(Of(best), (own, other) => own - other).ToArray();
            yield return $"| {group.Key.Function} | {group.Key.Trials} | {best} | {Cell(differences)} |";
        }
    }

    private static List<string[]> Parse(IEnumerable<string> rows) =>
        [.. rows.Where(row => row.Length > 0 && row != RegretBench.Header).Select(row => row.Split(','))];

    private static double Regret(string[] row) => double.Parse(row[4], CultureInfo.InvariantCulture);

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

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

        var low = Math.Max(rank - 1, 0);
        return string.Create(CultureInfo.InvariantCulture, $"{Median(regrets):G2} ({regrets[low]:G2}–{regrets[^(low + 1)]:G2})");
    }
}
