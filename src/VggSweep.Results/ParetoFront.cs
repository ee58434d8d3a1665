namespace VggSweep.Results;

/// <summary>The cells that no other beats in both cost and accuracy.</summary>
public static class ParetoFront
{
    /// <returns>By rising MACs; of equal cost only the most accurate, of equal accuracy only the cheapest.</returns>
    /// <remarks>By validation accuracy, as the best cell is chosen: test images choose nothing.</remarks>
    public static IReadOnlyList<Cell> Of(IEnumerable<Cell> cells) =>
        Of(cells.Where(cell => cell.Validation is not null), cell => cell.Macs, cell => cell.Validation!.Mean);

    /// <param name="cost">The smaller the better.</param>
    /// <param name="value">The greater the better.</param>
    /// <returns>By rising cost; of equal cost only the best, of equal value only the cheapest.</returns>
    public static IReadOnlyList<Cell> Of(IEnumerable<Cell> cells, Func<Cell, double> cost, Func<Cell, double> value)
    {
        var front = new List<Cell>();
        var best = double.NegativeInfinity;
        foreach (var cell in cells.OrderBy(cost).ThenByDescending(value).ThenBy(cell => cell.Trials[0].Trial))
        {
            if (value(cell) > best)
            {
                best = value(cell);
                front.Add(cell);
            }
        }

        return front;
    }
}
