using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Search;

/// <summary>A trial that the search has proposed, and what came of it.</summary>
/// <param name="Number">From 1, in the order of proposals.</param>
/// <param name="Value">The objective, greater is better; null while the trial runs; NaN when it failed.</param>
/// <param name="Cost">Training in 1e15 multiply-accumulates: it depends on nothing but the trial.</param>
public sealed record TriedTrial(int Number, TrialParameters Parameters, double? Value, double Cost)
{
    /// <summary>Every objective when there are several, each greater is better; null while the trial runs or with one objective.</summary>
    public IReadOnlyList<double>? Values { get; init; }

    /// <param name="trial">What is trained.</param>
    /// <param name="macsPerImage">Forward.</param>
    /// <param name="training">What all trials of the sweep share.</param>
    /// <returns>Training and evaluation in 1e15 multiply-accumulates.</returns>
    public static double CostOf(TrialParameters trial, long macsPerImage, TrainingSpec training) =>
        TrainingCost.TrialMacs(macsPerImage, training, trial.Epochs) / 1e15;

    /// <summary>Whether the trial ended with a usable objective.</summary>
    public bool HasValue => Value is { } value && double.IsFinite(value);
}
