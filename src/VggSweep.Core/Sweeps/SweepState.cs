namespace VggSweep.Core.Sweeps;

/// <summary>Where a sweep stands.</summary>
public enum SweepState
{
    /// <summary>Created, never run.</summary>
    Pending,

    Running,

    /// <summary>A person or a fault stopped it; it can be resumed.</summary>
    Stopped,

    /// <summary>Every trial is at its end.</summary>
    Completed,
}
