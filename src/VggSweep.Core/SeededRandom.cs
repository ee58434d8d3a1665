namespace VggSweep.Core;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014). Ours, because the sequence behind <see cref="Random"/> is not promised
/// between .NET versions, and a trial's data order must be.
/// </summary>
public sealed class SeededRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>A source of its own for each purpose: equal arguments give equal sequences.</summary>
    public static SeededRandom For(long seed, string purpose, long index = 0)
    {
        ulong hash = 14695981039346656037; // FNV-1a over the purpose
        foreach (var letter in purpose)
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        var random = new SeededRandom(hash ^ (ulong)seed);
        random.state = random.NextBits() ^ (ulong)index;
        random.state = random.NextBits();
        return random;
    }

    public ulong NextBits()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, limit), without bias (Lemire 2019).</summary>
    public int Next(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var threshold = (0UL - (ulong)limit) % (ulong)limit;
        while (true)
        {
            var high = Math.BigMul(NextBits(), (ulong)limit, out var low);
            if (low >= threshold)
            {
                return (int)high;
            }
        }
    }

    /// <summary>A uniform order (Fisher and Yates) of the items, in place.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Next(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
