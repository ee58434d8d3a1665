using VggSweep.Core.Search.Encoding;
using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Sobol;

/// <summary>
/// Spreads the trials evenly over the space, by a Sobol sequence that the seed scrambles. Where the combinations are
/// finite each comes once, and the search ends with the last one.
/// </summary>
/// <remarks>Not thread-safe: the proposals so far are kept, since each depends on those before it where the space is finite.</remarks>
public sealed class SobolSampler : ISampler
{
    private const string Purpose = "sobol search";

    private readonly AllowedOrder order;

    public SobolSampler(SweepSpec spec)
    {
        var cube = new UnitCube(spec, seedsAreReplicates: false);
        var sequence = SobolSequence.Scrambled(cube.Axes.Count, spec.Search.Seed, Purpose);
        var points = new DistinctPoints(cube, sequence, spec.Search.Seed, Purpose);
        order = new AllowedOrder(
            cube.Space, place => cube.Decode(cube.Cells is null ? sequence.Point((uint)place) : points.At((int)place)), cube.Cells);
        Count = spec.Search.MaxTrials is { } most ? Math.Min(most, cube.Count ?? long.MaxValue) : cube.Count;
    }

    public bool IsAdaptive => false;

    public long? Count { get; }

    public Proposal? Propose(int index, SearchHistory history) =>
        index < (Count ?? int.MaxValue) && order.At(index) is { } configuration ? new Proposal(configuration, "sobol") : null;
}
