using VggSweep.Core.Search.Encoding;

namespace VggSweep.Core.Search.Sobol;

/// <summary>
/// The points of a finite space in the order in which a sequence first reaches them. When the sequence has reached no new
/// one for long, the rest follow in an order that the seed chooses.
/// </summary>
internal sealed class DistinctPoints(UnitCube cube, SobolSequence sequence, long seed, string purpose)
{
    private const int MostMisses = 64;

    private readonly List<long> cells = [];
    private readonly HashSet<long> seen = [];
    private uint position;
    private long place;

    /// <summary>The point of that index, below the number of cells.</summary>
    public double[] At(int index)
    {
        while (cells.Count <= index)
        {
            cells.Add(Next());
        }

        return cube.PointOf(cells[index]);
    }

    private long Next()
    {
        for (var miss = 0; place == 0 && miss < MostMisses; miss++)
        {
            var cell = cube.CellOf(sequence.Point(position++));
            if (seen.Add(cell))
            {
                return cell;
            }
        }

        var order = new SeededPermutation(seed, $"{purpose}, rest", cube.Cells!.Value);
        while (true)
        {
            var cell = order.At(place++);
            if (seen.Add(cell))
            {
                return cell;
            }
        }
    }
}
