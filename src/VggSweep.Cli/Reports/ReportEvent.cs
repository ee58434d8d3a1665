namespace VggSweep.Cli.Reports;

/// <summary>A decision and its reason.</summary>
internal sealed record ReportEvent(string At, int? Trial, int? Epoch, string Kind, string Reason);
