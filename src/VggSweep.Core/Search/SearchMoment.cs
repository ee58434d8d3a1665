namespace VggSweep.Core.Search;

/// <summary>What a search must know of the sweep at the moment of a decision.</summary>
/// <param name="Open">Trials that are not at their end.</param>
/// <param name="Left">Of the budget's wall time; null without one.</param>
public sealed record SearchMoment(IReadOnlyCollection<int> Open, TimeSpan? Left = null);
