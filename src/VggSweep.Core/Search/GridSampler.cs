using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search;

/// <summary>Every combination once, in the order of the file: the last parameter changes fastest.</summary>
public sealed class GridSampler : ISampler
{
    private readonly ConfigurationSpace space;
    private readonly long count;

    /// <summary>The parameters are lists; a range has no grid.</summary>
    public GridSampler(SweepSpec spec)
    {
        if (spec.Parameters.Any(parameter => parameter is not ParameterSpace.Values))
        {
            throw new ArgumentException("A grid needs lists of values.", nameof(spec));
        }

        space = new ConfigurationSpace(spec);
        count = Math.Min(space.Count ?? long.MaxValue, spec.Search.MaxTrials ?? long.MaxValue);
    }

    public TrialParameters? Propose(int index) => index < count ? space.At(index) : null;
}
