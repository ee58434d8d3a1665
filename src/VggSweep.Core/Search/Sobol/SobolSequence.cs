using System.Numerics;

namespace VggSweep.Core.Search.Sobol;

/// <summary>
/// Sobol's low-discrepancy sequence in Gray-code order (Antonov and Saleev 1979), plain or with Owen's nested uniform
/// scrambling (1995): each bit is flipped by a coin that depends on the bits before it, which keeps the sequence a net
/// and makes every point uniform. Any point is computed on its own.
/// </summary>
internal sealed class SobolSequence
{
    private const double Unit = 1.0 / (1UL << DirectionNumbers.Bits);

    private readonly uint[][] directions;
    private readonly ulong[]? keys;

    private SobolSequence(int dimensions, ulong[]? keys)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, DirectionNumbers.MostDimensions);
        directions = [.. Enumerable.Range(0, dimensions).Select(DirectionNumbers.Of)];
        this.keys = keys;
    }

    public static SobolSequence Plain(int dimensions) => new(dimensions, null);

    /// <param name="purpose">Sequences of different purposes are independent.</param>
    public static SobolSequence Scrambled(int dimensions, long seed, string purpose) => new(
        dimensions,
        [
            .. Enumerable.Range(0, dimensions).Select(
                dimension => SeededRandom.For(seed, $"{purpose}, Owen scrambling", dimension).NextBits()),
        ]);

    /// <summary>The point of that index, from 0. A plain sequence begins at the origin; scrambled coordinates are inside (0, 1).</summary>
    public double[] Point(uint index)
    {
        var point = new double[directions.Length];
        for (var dimension = 0; dimension < point.Length; dimension++)
        {
            var bits = Coordinate(directions[dimension], index);
            point[dimension] = keys is null ? bits * Unit : (Scramble(bits, keys[dimension]) + 0.5) * Unit;
        }

        return point;
    }

    private static uint Coordinate(uint[] directions, uint index)
    {
        var coordinate = 0U;
        for (var gray = index ^ (index >> 1); gray != 0; gray &= gray - 1)
        {
            coordinate ^= directions[BitOperations.TrailingZeroCount(gray)];
        }

        return coordinate;
    }

    private static uint Scramble(uint bits, ulong key)
    {
        var flips = 0U;
        for (var level = 0; level < DirectionNumbers.Bits; level++)
        {
            var before = ((ulong)level << DirectionNumbers.Bits) | (level == 0 ? 0 : bits >> (DirectionNumbers.Bits - level));
            flips = (flips << 1) | (uint)(new SeededRandom(key ^ before).NextBits() >> 63);
        }

        return bits ^ flips;
    }
}
