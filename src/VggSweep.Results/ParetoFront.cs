namespace VggSweep.Results;

/// <summary>The cells that no other beats in both cost and accuracy.</summary>
public static class ParetoFront
{
    /// <returns>By rising MACs; of equal cost only the most accurate, of equal accuracy only the cheapest.</returns>
    /// <remarks>By validation accuracy, as the best cell is chosen: test images choose nothing.</remarks>
    public static IReadOnlyList<Cell> Of(IEnumerable<Cell> cells) => Of(cells, cell => cell.Macs);

    /// <param name="cells">Those without a validation accuracy are left out.</param>
    /// <param name="cost">The smaller the better.</param>
    /// <returns>By rising cost; of equal cost only the most accurate, of equal accuracy only the cheapest.</returns>
    /// <inheritdoc cref="Of(IEnumerable{Cell})" path="/remarks"/>
    public static IReadOnlyList<Cell> Of(IEnumerable<Cell> cells, Func<Cell, double> cost)
    {
        var front = new List<Cell>();
        var candidates = cells.Where(cell => cell.Validation is not null)
            .OrderBy(cost)
            .ThenByDescending(cell => cell.Validation!.Mean)
            .ThenBy(cell => cell.Trials[0].Trial);
        foreach (var cell in candidates)
        {
            if (front.Count == 0 || cell.Validation!.Mean > front[^1].Validation!.Mean)
            {
                front.Add(cell);
            }
        }

        return front;
    }
}
