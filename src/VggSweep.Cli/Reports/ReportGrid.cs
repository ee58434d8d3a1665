namespace VggSweep.Cli.Reports;

/// <param name="Cells">By row and column, the index of the cell; null where no trial has completed.</param>
/// <param name="Over">The other swept parameters, of which each field shows the best.</param>
/// <param name="IsOneShape">Whether all cells learn tensors of equal shapes.</param>
internal sealed record ReportGrid(
    string Row,
    string Column,
    IReadOnlyList<string> Rows,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<int?>> Cells,
    IReadOnlyList<string> Over,
    bool IsOneShape);
