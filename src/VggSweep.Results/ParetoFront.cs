namespace VggSweep.Results;

/// <summary>The cells that no other beats in both cost and accuracy.</summary>
public static class ParetoFront
{
    /// <returns>By rising MACs; of equal cost only the most accurate, of equal accuracy only the cheapest.</returns>
    /// <remarks>By validation accuracy, as the best cell is chosen: test images choose nothing.</remarks>
    public static IReadOnlyList<Cell> Of(IEnumerable<Cell> cells)
    {
        var front = new List<Cell>();
        var candidates = cells.Where(cell => cell.Validation is not null)
            .OrderBy(cell => cell.Macs)
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
