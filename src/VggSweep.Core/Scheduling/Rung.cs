namespace VggSweep.Core.Scheduling;

/// <summary>The results of the trials that reached one rung, best first; of equals the first that came stands first.</summary>
/// <remarks>Kept in blocks, so that neither adding nor looking up moves or passes a hundred thousand results.</remarks>
internal sealed class Rung
{
    private const int FullBlock = 512;

    private readonly List<List<(int Trial, double Value)>> blocks = [];

    public int Count { get; private set; }

    /// <summary>The trial at a rank from 1.</summary>
    public int TrialAt(int rank) => At(rank).Trial;

    public double ValueAt(int rank) => At(rank).Value;

    /// <summary>All results, best first.</summary>
    public IEnumerable<(int Trial, double Value)> Ranked() => blocks.SelectMany(block => block);

    /// <param name="value">The greater the better; not a number is the worst.</param>
    /// <returns>The trial's rank, from 1.</returns>
    public int Add(int trial, double value)
    {
        var (number, before) = (0, 0);
        while (number < blocks.Count - 1 && IsBehind(blocks[number][^1], value))
        {
            before += blocks[number++].Count;
        }

        if (blocks.Count == 0)
        {
            blocks.Add([]);
        }

        var block = blocks[number];
        var place = PlaceIn(block, value);
        block.Insert(place, (trial, value));
        Count++;
        if (block.Count > FullBlock)
        {
            blocks.Insert(number + 1, block[(FullBlock / 2)..]);
            block.RemoveRange(FullBlock / 2, block.Count - (FullBlock / 2));
        }

        return before + place + 1;
    }

    private static int PlaceIn(List<(int Trial, double Value)> block, double value)
    {
        var (low, high) = (0, block.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = IsBehind(block[middle], value) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Whether a new value stands behind a result.</summary>
    private static bool IsBehind((int Trial, double Value) result, double value) => result.Value.CompareTo(value) >= 0;

    private (int Trial, double Value) At(int rank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, Count);
        var (number, place) = (0, rank - 1);
        while (place >= blocks[number].Count)
        {
            place -= blocks[number++].Count;
        }

        return blocks[number][place];
    }
}
