namespace VggSweep.Cli.Reports;

/// <summary>The cells that no other beats in both a cost and accuracy.</summary>
/// <param name="Field">Of <see cref="ReportCell"/>, as its JSON spells it.</param>
/// <param name="Name">As a sentence names the cost.</param>
/// <param name="Cells">Indexes, by rising cost.</param>
internal sealed record ReportFront(string Field, string Name, IReadOnlyList<int> Cells);
