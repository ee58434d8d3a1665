using VggSweep.Core.Sweeps.Constraints;

namespace VggSweep.Coordinator.Sweeps;

/// <summary>No configuration of a sweep meets its constraints, as far as was looked.</summary>
public sealed class NothingToTryException(Exclusions exclusions) : Exception(
    $"The sweep has nothing to try: {exclusions}. Relax a constraint, or add values that meet all of them.");
