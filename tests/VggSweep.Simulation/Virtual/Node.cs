namespace VggSweep.Simulation.Virtual;

/// <summary>
/// One process of the cluster: whatever it awaits goes on here, so that a crash makes all of it vanish and a freeze
/// holds all of it up.
/// </summary>
/// <param name="parent">The process that started it, on the same machine: its death is ours, its freeze is not.</param>
internal sealed class Node(EventLoop loop, string name, Node? parent = null) : SynchronizationContext
{
    private readonly Queue<(Node Node, Action Action)> heldUp = new();

    private bool isCrashed;
    private long? suspendedAt;
    private long missed;

    public string Name => name;

    public bool IsDead => isCrashed || parent is { IsDead: true };

    public bool IsFrozen { get; private set; }

    /// <summary>Ticks of 100 ns by the machine's monotonic clock, which stands still while the machine is suspended.</summary>
    public long Now => parent?.Now ?? ((suspendedAt ?? loop.Now) - missed);

    public TimeProvider Time => field ??= new NodeTime(loop, this);

    public void Crash()
    {
        isCrashed = true;
        heldUp.Clear();
    }

    /// <summary>The process stops; the clock and the processes that it started go on.</summary>
    public void Freeze() => IsFrozen = true;

    /// <summary>The machine stops, with its clock and all its processes.</summary>
    public void Suspend()
    {
        suspendedAt ??= loop.Now;
        IsFrozen = true;
    }

    public void Wake()
    {
        missed += loop.Now - (suspendedAt ?? loop.Now);
        (suspendedAt, IsFrozen) = (null, false);
        while (heldUp.TryDequeue(out var held))
        {
            loop.At(loop.Now, held.Node, held.Action);
        }
    }

    public void Run(Action action)
    {
        if (IsDead)
        {
            return;
        }

        if (IsFrozen || parent is { suspendedAt: not null })
        {
            (IsFrozen ? this : parent!).heldUp.Enqueue((this, action));
            return;
        }

        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => loop.At(loop.Now, this, () => d(state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;
}
