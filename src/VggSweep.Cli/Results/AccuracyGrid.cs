using VggSweep.Core.Api;

namespace VggSweep.Cli.Results;

/// <summary>The best trial of each width and resolution: the answer to the chapter's exercise 4.</summary>
/// <param name="Title">What the rows are: widths, or networks where there are several.</param>
/// <param name="Rows">In the order of their widths.</param>
/// <param name="Columns">Resolutions in pixels, in order.</param>
/// <param name="Cells">By row and column; null where no trial has completed.</param>
internal sealed record AccuracyGrid(
    string Title, IReadOnlyList<string> Rows, IReadOnlyList<int> Columns, IReadOnlyList<IReadOnlyList<TrialResult?>> Cells)
{
    public static AccuracyGrid Of(SweepResults results)
    {
        var isOfNetworks = results.Trials.Select(trial => trial.Parameters.Arch).Distinct().Count() > 1;
        var rows = results.Trials.Select(trial => RowOf(trial, isOfNetworks)).Distinct()
            .OrderBy(row => row.Width ?? 0).ThenBy(row => row.Name, StringComparer.Ordinal).ToList();
        var columns = results.Trials.Select(trial => trial.Parameters.Resolution).Distinct().Order().ToList();
        var cells = results.Trials.ToLookup(trial => (RowOf(trial, isOfNetworks), trial.Parameters.Resolution));
        return new AccuracyGrid(
            isOfNetworks ? "network" : "width",
            [.. rows.Select(row => row.Name)],
            columns,
            [.. rows.Select(row => (IReadOnlyList<TrialResult?>)[.. columns.Select(column => results.BestOf(cells[(row, column)]))])]);
    }

    private static (int? Width, string Name) RowOf(TrialResult trial, bool isOfNetworks)
    {
        var width = trial.Parameters.Width;
        var name = isOfNetworks ? $"{trial.Parameters.Arch} {width}".TrimEnd() : $"{width}";
        return (width, name.Length > 0 ? name : trial.Parameters.Arch);
    }
}
