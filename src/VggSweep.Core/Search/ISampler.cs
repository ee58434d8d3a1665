using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search;

/// <summary>
/// Proposes configurations. A proposal depends on the spec and its index alone, so that a sampler is restored by
/// counting the trials that are stored.
/// </summary>
public interface ISampler
{
    /// <summary>The proposal of that index, from 0; null when the search ends before it.</summary>
    TrialParameters? Propose(int index);
}
