namespace VggSweep.Core.Trials;

/// <summary>
/// Where a trial stands.
/// <code>
/// Pending ──lease──▶ Running ──▶ Completed | Pruned | Failed | Cancelled
///    ▲                 │ ▲
///    └──lease lost─────┤ └──lease── Paused
///                      └──decision────▶┘
/// </code>
/// </summary>
public enum TrialState
{
    Pending,
    Running,
    Paused,
    Completed,
    Pruned,
    Failed,
    Cancelled,
}
