using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search;

/// <summary>A trial that the search has proposed, and what came of it.</summary>
/// <param name="Number">From 1, in the order of proposals.</param>
/// <param name="Value">The objective, greater is better; null while the trial runs; NaN when it failed.</param>
/// <param name="Cost">Predicted seconds, or MACs: one unit for the whole history.</param>
public sealed record TriedTrial(int Number, TrialParameters Parameters, double? Value, double Cost)
{
    /// <summary>Every objective when there are several, each greater is better; null while the trial runs or with one objective.</summary>
    public IReadOnlyList<double>? Values { get; init; }

    /// <summary>Whether the trial ended with a usable objective.</summary>
    public bool HasValue => Value is { } value && double.IsFinite(value);
}
