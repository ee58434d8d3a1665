using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Grid;

/// <summary>Every combination once, in the order of the file: the last parameter changes fastest.</summary>
public sealed class GridSampler : ISampler
{
    private readonly ConfigurationSpace space;

    /// <summary>The parameters are lists; a range has no grid.</summary>
    public GridSampler(SweepSpec spec)
    {
        if (spec.Parameters.Any(parameter => parameter is not ParameterSpace.Values))
        {
            throw new ArgumentException("A grid needs lists of values.", nameof(spec));
        }

        space = new ConfigurationSpace(spec);
        Count = Math.Min(space.Count ?? long.MaxValue, spec.Search.MaxTrials ?? long.MaxValue);
    }

    public bool IsAdaptive => false;

    public long? Count { get; }

    public Proposal? Propose(int index, SearchHistory history) => index < Count ? new Proposal(space.At(index), "grid") : null;
}
