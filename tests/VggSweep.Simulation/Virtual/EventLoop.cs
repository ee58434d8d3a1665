namespace VggSweep.Simulation.Virtual;

/// <summary>Everything that happens in a history, one after another on one thread. Time passes only from one event to the next.</summary>
internal sealed class EventLoop
{
    private readonly PriorityQueue<(Node Node, Action Action), (long At, long Number)> events = new();
    private readonly int thread = Environment.CurrentManagedThreadId;
    private long number;

    /// <summary>Ticks of 100 ns since the history began.</summary>
    public long Now { get; private set; }

    public TimeSpan Elapsed => new(Now);

    /// <remarks>Whatever goes on on another thread ends the program: the history would not repeat.</remarks>
    public void At(long ticks, Node node, Action action)
    {
        if (Environment.CurrentManagedThreadId != thread)
        {
            Environment.FailFast($"A history went on on another thread: {Environment.StackTrace}");
        }

        events.Enqueue((node, action), (Math.Max(ticks, Now), number++));
    }

    public void After(TimeSpan delay, Node node, Action action) => At(Now + delay.Ticks, node, action);

    /// <summary>Runs what is due until then.</summary>
    public void RunUntil(TimeSpan time, Func<bool> isEnough)
    {
        while (events.TryPeek(out _, out var due) && due.At <= time.Ticks && !isEnough())
        {
            var (node, action) = events.Dequeue();
            Now = due.At;
            node.Run(action);
        }

        if (!isEnough())
        {
            Now = Math.Max(Now, time.Ticks);
        }
    }
}
