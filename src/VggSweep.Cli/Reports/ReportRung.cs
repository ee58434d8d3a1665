namespace VggSweep.Cli.Reports;

/// <summary>The trials that the scheduler compared after one epoch. Values are of the objective.</summary>
/// <param name="WorstAdvanced">Of those that advanced; null while none has.</param>
/// <param name="Points">The best of them.</param>
internal sealed record ReportRung(
    int Epoch, int Compared, int Advanced, int Paused, int Pruned, double? Best, double? WorstAdvanced,
    IReadOnlyList<ReportRungPoint> Points);

/// <param name="Fate"><c>advanced</c>, <c>paused</c> or <c>pruned</c>.</param>
internal sealed record ReportRungPoint(int Trial, string Label, double Value, string Fate);
