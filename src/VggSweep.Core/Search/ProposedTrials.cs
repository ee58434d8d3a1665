using VggSweep.Core.Scheduling;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Search;

/// <summary>Trials that a search proposes, to be stored with what it decided, all or nothing.</summary>
/// <param name="Next">The index of the next proposal; null when the search proposes no more.</param>
public sealed record ProposedTrials(
    int? Next, IReadOnlyList<PlannedTrial> Trials, IReadOnlyList<StoredDecision> Stored);
