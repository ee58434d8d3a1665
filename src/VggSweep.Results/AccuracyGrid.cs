using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Results;

/// <summary>The best cell of each pair of two swept parameters: for width and resolution, the answer to the chapter's exercise 4.</summary>
/// <param name="Row">What the rows are: a parameter's key, or <c>network</c> where several architectures are swept.</param>
/// <param name="Column">The key of the parameter of the columns.</param>
/// <param name="Rows">In rising order, as texts.</param>
/// <param name="Columns">In rising order, as texts.</param>
/// <param name="Cells">By row and column; null where no trial has completed.</param>
/// <param name="Over">The other swept parameters, of which each cell shows the best.</param>
public sealed record AccuracyGrid(
    string Row, string Column, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<Cell?>> Cells, IReadOnlyList<string> Over)
{
    private const string Network = "network";
    private const string Arch = "arch";
    private const string Width = "width";
    private const string Resolution = "resolution";
    private const string Seed = "seed";

    /// <summary>A parameter with more values is no axis: nobody reads such a table.</summary>
    private const int MostValues = 30;

    public static AccuracyGrid Of(SweepResults results)
    {
        var trials = results.Trials.Select(trial => trial.Parameters).ToList();
        List<string> swept = [.. TrialLabels.Of(results.Spec).Keys.Where(key => key != Seed && CountOf(trials, key) > 1)];
        var axes = swept.Where(key => CountOf(trials, key) <= MostValues).ToList();
        var column = axes.Contains(Resolution) ? Resolution : axes.Except([Arch, Width]).FirstOrDefault() ?? Resolution;
        var row = axes.Contains(Arch) ? Network
            : axes.Contains(Width) ? Width
            : axes.FirstOrDefault(key => key != column) ?? (column == Resolution ? Width : column);
        column = row == column ? Resolution : column;
        var rows = TextsOf(trials, row);
        var columns = TextsOf(trials, column);
        var cells = results.Cells.ToLookup(cell => (TextOf(row, cell.Parameters), TextOf(column, cell.Parameters)));
        return new AccuracyGrid(
            row, column, rows, columns,
            [.. rows.Select(name => (IReadOnlyList<Cell?>)[.. columns.Select(other => Cell.Best(cells[(name, other)]))])],
            [.. swept.Where(key => key != row && key != column && !(row == Network && key is Arch or Width))]);
    }

    private static int CountOf(List<TrialParameters> trials, string key) =>
        trials.Select(trial => TrialLabels.Value(key, trial)).Distinct().Count();

    private static IReadOnlyList<string> TextsOf(List<TrialParameters> trials, string axis) =>
    [
        .. trials.Select(trial => (Number: NumberOf(axis, trial), Text: TextOf(axis, trial))).Distinct()
            .OrderBy(value => value.Number).ThenBy(value => value.Text, StringComparer.Ordinal).Select(value => value.Text).Distinct(),
    ];

    private static string TextOf(string axis, TrialParameters trial)
    {
        var text = axis == Network ? $"{trial.Arch} {trial.Width}".TrimEnd() : TrialLabels.Value(axis, trial);
        return text is "-" && axis == Width ? trial.Arch : text;
    }

    /// <summary>Numbers are sorted as such; everything else by its text.</summary>
    private static double NumberOf(string axis, TrialParameters trial) =>
        TrialParameterTable.Of(axis == Network ? Width : axis).Get(trial) switch
        {
            int number => number,
            long number => number,
            double number => number,
            _ => 0,
        };
}
