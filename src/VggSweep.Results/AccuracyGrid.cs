using VggSweep.Core.Sweeps;

namespace VggSweep.Results;

/// <summary>The best cell of each pair of two swept parameters: for width and resolution, the answer to the chapter's exercise 4.</summary>
/// <param name="Row">What the rows are: a parameter's key, or <c>network</c> where several architectures are swept.</param>
/// <param name="Column">The key of the parameter of the columns.</param>
/// <param name="Rows">In rising order, as texts; intervals of a parameter with many values.</param>
/// <param name="Columns">In rising order, as texts; intervals of a parameter with many values.</param>
/// <param name="Cells">By row and column; null where no trial has completed.</param>
/// <param name="Over">The other swept parameters, of which each cell shows the best.</param>
public sealed record AccuracyGrid(
    string Row, string Column, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<Cell?>> Cells, IReadOnlyList<string> Over)
{
    private const string Arch = "arch";
    private const string Width = "width";
    private const string Resolution = "resolution";
    private const string Seed = "seed";

    public static AccuracyGrid Of(SweepResults results)
    {
        var trials = results.Trials.Select(trial => trial.Parameters).ToList();
        List<string> swept = [.. TrialLabels.Of(results.Spec).Keys.Where(key => key != Seed && IsVaried(trials, key))];
        var (rows, columns) = AxesOf(swept, trials);
        var cells = results.Cells.ToLookup(cell => (rows.TextOf(cell.Parameters), columns.TextOf(cell.Parameters)));
        return new AccuracyGrid(
            rows.Key, columns.Key, rows.Texts, columns.Texts,
            [.. rows.Texts.Select(row => (IReadOnlyList<Cell?>)[.. columns.Texts.Select(column => Cell.Best(cells[(row, column)]))])],
            [
                .. swept.Where(key => key != rows.Key && key != columns.Key
                    && !(rows.Key == GridAxis.Network && key is Arch or Width)),
            ]);
    }

    /// <summary>Width and resolution first, as the chapter asks; then the others in the order of the file.</summary>
    private static (GridAxis Rows, GridAxis Columns) AxesOf(List<string> swept, List<TrialParameters> trials)
    {
        var column = swept.Contains(Resolution) ? Resolution : swept.Except([Arch, Width]).FirstOrDefault() ?? Resolution;
        var row = swept.Contains(Arch) ? GridAxis.Network
            : swept.Contains(Width) ? Width
            : swept.FirstOrDefault(key => key != column) ?? (column == Resolution ? Width : column);
        return (new(row, trials), new(row == column ? Resolution : column, trials));
    }

    private static bool IsVaried(List<TrialParameters> trials, string key) =>
        trials.Select(trial => TrialLabels.Value(key, trial)).Distinct().Skip(1).Any();
}
