namespace VggSweep.Simulation.Virtual;

/// <summary>
/// One process of the cluster: whatever it awaits goes on here, so that a crash makes all of it vanish and a freeze
/// holds all of it up.
/// </summary>
/// <param name="parent">Its death is ours, its freeze is not.</param>
internal sealed class Node(EventLoop loop, string name, Node? parent = null) : SynchronizationContext
{
    private readonly Queue<Action> heldUp = new();

    private bool isCrashed;

    public string Name => name;

    public bool IsDead => isCrashed || parent is { IsDead: true };

    public bool IsFrozen { get; private set; }

    public TimeProvider Time => field ??= new NodeTime(loop, this);

    public void Crash()
    {
        isCrashed = true;
        heldUp.Clear();
    }

    public void Freeze() => IsFrozen = true;

    public void Wake()
    {
        IsFrozen = false;
        while (heldUp.TryDequeue(out var action))
        {
            loop.At(loop.Now, this, action);
        }
    }

    public void Run(Action action)
    {
        if (IsDead)
        {
            return;
        }

        if (IsFrozen)
        {
            heldUp.Enqueue(action);
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
