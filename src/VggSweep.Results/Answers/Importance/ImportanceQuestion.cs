using VggSweep.Core;
using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers.Importance;

/// <summary>Which parameters matter.</summary>
public static class ImportanceQuestion
{
    /// <summary>With fewer the best tenth is less than one configuration.</summary>
    private const int FewestConfigurations = 10;

    private const int Permutations = 200;

    public static ImportanceAnswer Of(SweepResults results)
    {
        var spec = results.Spec;
        var cells = results.Cells.Where(cell => double.IsFinite(cell.Objective.Mean)).ToList();
        double[] values = [.. cells.Select(cell => cell.Objective.Mean)];
        if (Refusal(results, values) is { } refusal)
        {
            return new ImportanceAnswer(results.Sweep, spec.Objective, cells.Count, 0, PedAnova.Quantile, [], refusal);
        }

        var isTop = PedAnova.Top(values);
        var measured = spec.Parameters.Where(space => space.Size is not 1 && space.Key != SweptNumbers.Seed)
            .Select(space => Measure(new ParameterGrid(space), cells, isTop, spec))
            .OfType<ParameterImportance>()
            .ToList();
        var sum = measured.Sum(one => one.Divergence);
        return new ImportanceAnswer(
            results.Sweep, spec.Objective, cells.Count, isTop.Count(one => one), PedAnova.Quantile,
            [.. measured.OrderByDescending(one => one.Divergence)
                .Select(one => one with { Share = sum > 0 ? one.Divergence / sum : 1.0 / measured.Count })],
            measured.Count == 0 ? "No swept parameter has several values among the completed configurations." : null);
    }

    private static string? Refusal(SweepResults results, double[] values) =>
        values.Length < FewestConfigurations
            ? $"{Words.Count(values.Length, "configuration")} of {results.Sweep} "
                + $"{(values.Length == 1 ? "is" : "are")} complete; "
                + $"importances need {FewestConfigurations} or more."
        : values.Distinct().Count() == 1 ? "All configurations have the same result: no parameter matters."
        : null;

    /// <returns>Null where the completed configurations have one value of the parameter.</returns>
    private static ParameterImportance? Measure(ParameterGrid grid, List<Cell> cells, bool[] isTop, SweepSpec spec)
    {
        var (steps, top) = (new List<int>(), new List<bool>());
        foreach (var (index, cell) in cells.Index())
        {
            if (spec.Has(cell.Parameters, grid.Key) && grid.StepOf(cell.Parameters) is { } step)
            {
                steps.Add(step);
                top.Add(isTop[index]);
            }
        }

        if (steps.Distinct().Count() < 2 || !top.Contains(true))
        {
            return null;
        }

        // Of a parameter that some configurations lack: α²/β of those that have it (arXiv 2601.20800, theorem 4.2).
        var (ofTop, ofAll) = (
            (double)top.Count(one => one) / isTop.Count(one => one), (double)steps.Count / cells.Count);
        var weight = ofTop * ofTop / ofAll;
        return new ParameterImportance(
            grid.Key, 0, weight * PedAnova.Divergence(steps, top, grid.Count, grid.IsOrdered),
            weight * Chance(grid, steps, top));
    }

    /// <summary>What a parameter without effect would reach: the best are drawn from all, without repetition.</summary>
    private static double Chance(ParameterGrid grid, List<int> steps, List<bool> top)
    {
        var random = SeededRandom.For(0, "importance");
        var drawn = top.Count(one => one);
        var order = steps.ToArray();
        var all = Counts(order, grid.Count);
        var local = ScottParzen.Density(all, grid.IsOrdered);
        double[] divergences =
        [
            .. Enumerable.Range(0, Permutations).Select(_ =>
            {
                for (var place = 0; place < drawn; place++)
                {
                    var other = place + random.Next(order.Length - place);
                    (order[place], order[other]) = (order[other], order[place]);
                }

                return PedAnova.Divergence(Counts(order.AsSpan(0, drawn), grid.Count), local, grid.IsOrdered);
            }).Order(),
        ];
        return divergences[(int)Math.Ceiling(Estimate.Confidence * Permutations) - 1];
    }

    private static int[] Counts(ReadOnlySpan<int> steps, int count)
    {
        var counts = new int[count];
        foreach (var step in steps)
        {
            counts[step]++;
        }

        return counts;
    }
}
