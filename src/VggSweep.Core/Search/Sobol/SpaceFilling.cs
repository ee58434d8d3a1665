using VggSweep.Core.Search.Encoding;

namespace VggSweep.Core.Search.Sobol;

/// <summary>Evenly spread points that are still open: what a model-based search starts with and falls back to.</summary>
internal sealed class SpaceFilling(UnitCube cube, long seed, string purpose)
{
    private const int MostMisses = 64;

    private readonly SobolSequence sequence = SobolSequence.Scrambled(cube.Axes.Count, seed, purpose);

    /// <summary>A point with a configuration that was not tried, from that place of the sequence on; null when none was found.</summary>
    public double[]? Point(int index, TriedPoints tried)
    {
        for (var miss = 0; miss < (cube.Cells is null ? ConfigurationSpace.MostTries : MostMisses); miss++)
        {
            var point = sequence.Point((uint)(index + miss));
            cube.Snap(point);
            if (tried.IsOpen(point))
            {
                return point;
            }
        }

        if (cube.Cells is not { } cells)
        {
            return null;
        }

        // Without constraints one is left among as many cells as were tried, and one more.
        var order = new SeededPermutation(seed, $"{purpose}, rest", cells);
        var most = Math.Min(cells, (long)tried.All.Count + ConfigurationSpace.MostTries);
        for (var place = 0L; place < most; place++)
        {
            var point = cube.PointOf(order.At(place));
            if (tried.IsOpen(point))
            {
                return point;
            }
        }

        return null;
    }
}
