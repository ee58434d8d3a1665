namespace VggSweep.Results.Answers.Front;

/// <summary>Which configurations are worth their cost.</summary>
public static class FrontQuestion
{
    public static FrontAnswer Of(SweepResults results, Cost cost)
    {
        var cells = results.Cells.Where(cell => double.IsFinite(cell.Objective.Mean)).ToList();
        var front = ParetoFront.Of(cells, cell => cost.Of(cell), cell => cell.Objective.Mean);
        return new FrontAnswer(
            results.Sweep, results.Spec.Objective, cost, cells.Count,
            [.. front.Select(cell => AnswerCell.Of(cell, results.Spec))],
            [.. front.Zip(front.Skip(1), (from, to) => Step.Of(from, to, cost, results.Spec))]);
    }
}
