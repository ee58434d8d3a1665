namespace VggSweep.Core.Leases;

/// <summary>What waits of one sweep: begun trials before fresh ones, the longest of each first.</summary>
internal sealed class SweepQueue(string sweep)
{
    /// <summary>Trials are kept by memory in steps of this, so that finding one that fits does not read them all.</summary>
    private const long MemoryStep = 256L << 20;

    private static readonly Comparer<QueuedTrial> LongestFirst = Comparer<QueuedTrial>.Create((left, right) =>
    {
        var byMacs = right.Macs.CompareTo(left.Macs);
        return byMacs != 0 ? byMacs : left.Trial.CompareTo(right.Trial);
    });

    private readonly SortedDictionary<long, SortedSet<QueuedTrial>> fresh = [];
    private readonly HashSet<int> begun = [];
    private readonly Dictionary<int, (QueuedTrial Trial, long Since)> waiting = [];

    public string Sweep => sweep;

    public SweepTerms Terms { get; set; } = null!;

    public FairShare.Account Account { get; } = new();

    /// <summary>False once it is withdrawn: what comes back then stays out.</summary>
    public bool IsOpen { get; set; }

    public int Waiting => waiting.Count;

    public bool HasRoom => Account.Running.Count < (Terms.Slots ?? int.MaxValue);

    /// <summary>Unless it waits with a newer fence already: messages may overtake one another, and the older fence gets no lease.</summary>
    public void Add(QueuedTrial trial, long now)
    {
        if (waiting.TryGetValue(trial.Trial, out var known) && known.Trial.Fence > trial.Fence)
        {
            return;
        }

        Remove(trial.Trial);
        waiting[trial.Trial] = (trial, now);
        if (trial.Fence > 0)
        {
            begun.Add(trial.Trial);
            return;
        }

        if (!fresh.TryGetValue(Step(trial), out var alike))
        {
            fresh[Step(trial)] = alike = new SortedSet<QueuedTrial>(LongestFirst);
        }

        alike.Add(trial);
    }

    public void Remove(int number)
    {
        if (!waiting.Remove(number, out var entry) || begun.Remove(number))
        {
            return;
        }

        var trial = entry.Trial;
        var alike = fresh[Step(trial)];
        alike.Remove(trial);
        if (alike.Count == 0)
        {
            fresh.Remove(Step(trial));
        }
    }

    /// <summary>Since when one that waits does so.</summary>
    public long SinceOf(int number) => waiting[number].Since;

    public void Clear()
    {
        waiting.Clear();
        begun.Clear();
        fresh.Clear();
    }

    /// <summary>The trial to place, or null.</summary>
    /// <param name="memoryBytes">Of the slot.</param>
    /// <param name="mayGoOn">Whether a begun trial that waits since then may be placed.</param>
    public QueuedTrial? Pick(long memoryBytes, Func<QueuedTrial, long, bool> mayGoOn) =>
        begun.Select(number => waiting[number]).Where(entry => entry.Trial.MemoryBytes <= memoryBytes && mayGoOn(entry.Trial, entry.Since))
            .Select(entry => entry.Trial).Min(LongestFirst)
        ?? fresh.TakeWhile(alike => alike.Key * MemoryStep <= memoryBytes)
            .Select(alike => alike.Value.FirstOrDefault(trial => trial.MemoryBytes <= memoryBytes)).OfType<QueuedTrial>().Min(LongestFirst);

    private static long Step(QueuedTrial trial) => trial.MemoryBytes / MemoryStep;
}
