using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers.Fit;

/// <summary>A combination of the parameters that the fits see.</summary>
/// <param name="Macs">One image forward.</param>
/// <param name="Seconds">Of one trial: measured, or predicted by the sweep's throughput.</param>
/// <param name="Best">Of its completed cells; null where none is.</param>
internal sealed record FitRow(string Label, TrialParameters Parameters, long Macs, double Seconds, Cell? Best);
