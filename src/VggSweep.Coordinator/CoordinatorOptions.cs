namespace VggSweep.Coordinator;

/// <summary>How a coordinator deals with its workers.</summary>
public sealed class CoordinatorOptions
{
    /// <summary>
    /// How long a lease lasts without a renewal. Long enough for a coordinator to restart within (measured: 4 s), short
    /// enough that a dead worker's trials wait little. Workers renew four times in it. Default: 30 s.
    /// </summary>
    public TimeSpan LeaseTtl { get; set; } = TimeSpan.FromSeconds(30);
}
