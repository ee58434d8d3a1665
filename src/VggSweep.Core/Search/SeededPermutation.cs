namespace VggSweep.Core.Search;

/// <summary>
/// An order of the numbers 0 to size−1 that the seed chooses, computed place by place without memory: a Feistel network
/// over the next even number of bits, walked along its cycle until it is below the size (Black and Rogaway 2002).
/// </summary>
internal sealed class SeededPermutation(long seed, string purpose, long size)
{
    /// <summary>Four rounds make a Feistel network of random functions look random (Luby and Rackoff 1988).</summary>
    private const int Rounds = 4;

    private readonly int halfBits = HalfBits(size);

    /// <summary>The number at that place of the order.</summary>
    public long At(long place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, size);
        do
        {
            place = Encipher(place);
        }
        while (place >= size);
        return place;
    }

    private long Encipher(long value)
    {
        var mask = (1L << halfBits) - 1;
        var (left, right) = (value >> halfBits, value & mask);
        for (var round = 0; round < Rounds; round++)
        {
            var mixed = (long)SeededRandom.For(seed, $"{purpose}, round {round}", right).NextBits() & mask;
            (left, right) = (right, left ^ mixed);
        }

        return (left << halfBits) | right;
    }

    private static int HalfBits(long size)
    {
        var bits = 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(size - 1));
        return Math.Max(1, (bits + 1) / 2);
    }
}
