using VggSweep.Core.Scheduling;

namespace VggSweep.Core.Search;

/// <summary>What a search answers to an epoch.</summary>
/// <param name="Stored">
/// To be stored, all or nothing, before anybody hears of the decision; empty when nothing was compared.
/// </param>
public sealed record SearchAnswer(Decision Decision, IReadOnlyList<StoredDecision> Stored);
