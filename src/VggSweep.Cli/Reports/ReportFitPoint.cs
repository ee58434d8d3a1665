namespace VggSweep.Cli.Reports;

/// <summary>A network on the fitted curve. Errors are shares, or losses.</summary>
/// <param name="Observed">Mean error; null where the network was not run.</param>
internal sealed record ReportFitPoint(string Label, long Macs, double? Observed, double Error, double Low, double High);
