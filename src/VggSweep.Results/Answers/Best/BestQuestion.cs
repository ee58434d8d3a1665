using VggSweep.Core.Trials;

namespace VggSweep.Results.Answers.Best;

/// <summary>Which configuration is best within limits.</summary>
public static class BestQuestion
{
    /// <exception cref="QuestionException">A limit names what the sweep does not vary.</exception>
    public static BestAnswer Of(SweepResults results, IReadOnlyList<Limit> under)
    {
        foreach (var limit in under)
        {
            limit.Require(results.Spec);
        }

        var spec = results.Spec;
        var cells = results.Cells.Where(cell => double.IsFinite(cell.Objective.Mean)).ToList();
        var within = cells.Where(cell => under.All(limit => limit.Holds(cell, spec))).ToList();
        var best = Cell.Best(within);
        var cost = under.Select(limit => limit.Cost).FirstOrDefault(cost => cost is not null) ?? Cost.Macs;
        var unfinished = results.ToPropose + results.Counts
            .Where(count => !count.Key.IsEnded())
            .Sum(count => count.Value);
        var indistinct = within
            .Where(cell => cell != best && cell.Objective.Differs(best!.Objective) == false)
            .OrderBy(cell => cost.Of(cell)).ThenBy(cell => cell.Trials[0].Trial);
        return new BestAnswer(
            results.Sweep, spec.Objective, under, cells.Count, within.Count, unfinished,
            best is null ? null : AnswerCell.Of(best, spec),
            best is not null && Above(cells, best, cost) is { } next ? Step.Of(best, next, cost, spec) : null,
            best is not null && Below(within, best, cost) is { } previous ? Step.Of(previous, best, cost, spec) : null,
            [.. indistinct.Select(cell => AnswerCell.Of(cell, spec))], within.Count(cell => cell.Trials.Count == 1),
            best is null && Nearest(cells, under, results) is { } nearest ? AnswerCell.Of(nearest, spec) : null);
    }

    /// <summary>
    /// The next cell of the front: since it is better than the best within the limits, it breaks one of them.
    /// </summary>
    private static Cell? Above(IEnumerable<Cell> cells, Cell best, Cost cost) => cells
        .Where(cell => cell.Objective.Mean > best.Objective.Mean && cost.Of(cell) > cost.Of(best))
        .OrderBy(cell => cost.Of(cell)).ThenByDescending(cell => cell.Objective.Mean).FirstOrDefault();

    private static Cell? Below(IEnumerable<Cell> cells, Cell best, Cost cost) => cells
        .Where(cell => cost.Of(cell) < cost.Of(best))
        .OrderByDescending(cell => cell.Objective.Mean).ThenBy(cell => cost.Of(cell)).FirstOrDefault();

    /// <summary>The cell whose worst excess over a limit is least, by ratio.</summary>
    private static Cell? Nearest(IEnumerable<Cell> cells, IReadOnlyList<Limit> under, SweepResults results) => cells
        .OrderBy(cell => under.Max(limit => limit.ValueOf(cell, results.Spec) / limit.Most ?? 0))
        .ThenBy(cell => cell.Macs).FirstOrDefault();
}
