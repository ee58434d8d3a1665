namespace VggSweep.Trainer.Fast;

/// <summary>
/// Splits work over as many threads as the trial has. Who does what depends on the count alone, so that sums repeat bit
/// for bit at a fixed one.
/// </summary>
internal sealed class Lanes(int count)
{
    private readonly ParallelOptions options = new() { MaxDegreeOfParallelism = count };

    public int Count => count;

    /// <param name="work">Called with the lane and its part of 0 to <paramref name="items"/>: from and to.</param>
    public void Run(int items, Action<int, int, int> work)
    {
        if (count == 1)
        {
            work(0, 0, items);
        }
        else
        {
            Parallel.For(0, count, options, lane => work(lane, Start(items, lane), Start(items, lane + 1)));
        }
    }

    private int Start(int items, int lane) => (int)((long)items * lane / count);
}
