namespace VggSweep.Cli.Reports;

/// <summary>An attempt on its worker.</summary>
/// <param name="Start">Seconds since the sweep was created.</param>
/// <param name="End">Seconds since the sweep was created; of the report where it still runs.</param>
/// <param name="Ending"><c>completed</c>, <c>stopped</c> or <c>lost</c>.</param>
internal sealed record ReportAttempt(
    string Worker, int Trial, int Attempt, double Start, double End, string? Outcome, string Ending);
