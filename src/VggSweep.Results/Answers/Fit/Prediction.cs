using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers.Fit;

/// <summary>The error of a network or setting, run or not.</summary>
/// <param name="Seeds">Completed trials of its best cell; 0 where it was not run.</param>
/// <param name="Observed">Mean error of that cell.</param>
/// <param name="IsExtrapolated">Whether it costs less or more than everything that was run.</param>
public sealed record Prediction(
    string Label, TrialParameters Parameters, long Macs, int Seeds, double? Observed, Interval? Curve,
        Interval? Surface,
    bool IsExtrapolated);
