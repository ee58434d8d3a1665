namespace VggSweep.Cli.Results;

/// <summary>The best trial of each width and resolution: the answer to the chapter's exercise 4.</summary>
/// <param name="Rows">Widths in order; the architecture's name where it has no width.</param>
/// <param name="Columns">Resolutions in pixels, in order.</param>
/// <param name="Cells">By row and column; null where no trial has completed.</param>
internal sealed record AccuracyGrid(
    IReadOnlyList<string> Rows, IReadOnlyList<int> Columns, IReadOnlyList<IReadOnlyList<TrialResult?>> Cells)
{
    public static AccuracyGrid Of(SweepResults results)
    {
        var rows = results.Trials.Select(RowOf).Distinct().OrderBy(row => row.Width ?? 0).ThenBy(row => row.Name, StringComparer.Ordinal).ToList();
        var columns = results.Trials.Select(trial => trial.Parameters.Resolution).Distinct().Order().ToList();
        var cells = results.Trials.ToLookup(trial => (RowOf(trial), trial.Parameters.Resolution));
        return new AccuracyGrid(
            [.. rows.Select(row => row.Name)],
            columns,
            [.. rows.Select(row => (IReadOnlyList<TrialResult?>)[.. columns.Select(column => results.BestOf(cells[(row, column)]))])]);
    }

    private static (int? Width, string Name) RowOf(TrialResult trial) =>
        trial.Parameters.Width is { } width ? (width, $"{width}") : (null, trial.Parameters.Arch);
}
