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

    private readonly UnitCube cube;
    private readonly SobolSequence sequence;
    private readonly DistinctPoints points;

    public SobolSampler(SweepSpec spec)
    {
        cube = new UnitCube(spec, seedsAreReplicates: false);
        sequence = SobolSequence.Scrambled(cube.Axes.Count, spec.Search.Seed, Purpose);
        points = new DistinctPoints(cube, sequence, spec.Search.Seed, Purpose);
        Count = spec.Search.MaxTrials is { } most ? Math.Min(most, cube.Count ?? long.MaxValue) : cube.Count;
    }

    public bool IsAdaptive => false;

    public long? Count { get; }

    public Proposal? Propose(int index, SearchHistory history) =>
        index >= Count ? null : new Proposal(cube.Decode(cube.Cells is null ? sequence.Point((uint)index) : points.At(index)), "sobol");
}
