using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Grid;

/// <summary>Every combination that meets the constraints once, in the order of the file: the last parameter changes fastest.</summary>
public sealed class GridSampler : ISampler
{
    /// <summary>Combinations in a row that constraints exclude, after which the grid ends: some seconds.</summary>
    private const int MostExcluded = 1_000_000;

    private readonly AllowedOrder order;

    /// <summary>The parameters are lists or have steps; a range of reals without steps has no grid.</summary>
    public GridSampler(SweepSpec spec)
    {
        if (spec.Parameters.Any(parameter => parameter.Size is null))
        {
            throw new ArgumentException("A grid needs lists of values or steps.", nameof(spec));
        }

        var space = new ConfigurationSpace(spec);
        order = new AllowedOrder(space, space.At, space.Count, MostExcluded);
        Count = Math.Min(space.Allowed ?? long.MaxValue, spec.Search.MaxTrials ?? long.MaxValue);
    }

    public bool IsAdaptive => false;

    public long? Count { get; }

    public Proposal? Propose(int index, SearchHistory history) =>
        index < Count && order.At(index) is { } configuration ? new Proposal(configuration, "grid") : null;
}
