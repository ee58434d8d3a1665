namespace VggSweep.Core.Sweeps;

/// <summary>
/// Where a sweep stands.
/// <code>
/// Pending ──▶ Running ──▶ Completed | Cancelled
///               │ ▲
///               ▼ │
///        Paused | Stopped
/// </code>
/// A completed sweep that is extended runs again.
/// </summary>
public enum SweepState
{
    /// <summary>Created, never run.</summary>
    Pending,

    Running,

    /// <summary>Its run was ended by Ctrl-C or a fault; it can be resumed.</summary>
    Stopped,

    /// <summary>A person wants nothing of it trained for now.</summary>
    Paused,

    /// <summary>Every trial is at its end.</summary>
    Completed,

    /// <summary>A person ended it before.</summary>
    Cancelled,

    /// <summary>Every trial is at its end, and none was trained. Never stored: see <see cref="SweepStates.Shown"/>.</summary>
    Failed,
}
