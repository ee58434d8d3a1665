namespace VggSweep.Core.Search;

/// <summary>
/// Proposes configurations. Pure: the same spec, index and history give the same proposal bit for bit, which makes a
/// sampler restorable from the stored trials.
/// </summary>
public interface ISampler
{
    /// <summary>Whether proposals depend on results. If not, any number may be proposed ahead.</summary>
    bool IsAdaptive { get; }

    /// <summary>Upper bound of distinct proposals; null when unbounded.</summary>
    long? Count { get; }

    /// <summary>The proposal of that index, from 0; null when the search is exhausted.</summary>
    /// <param name="history">Every trial proposed so far, running ones included. A sampler that is not adaptive ignores it.</param>
    Proposal? Propose(int index, SearchHistory history);

    /// <summary>Why the search ends although configurations are left; null while a trial is worth its cost.</summary>
    /// <inheritdoc cref="Propose"/>
    string? StopReason(int index, SearchHistory history) => null;
}
