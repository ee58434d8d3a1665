namespace VggSweep.Core.Leases;

/// <summary>How long a lease lasts unless it is renewed.</summary>
public static class LeaseTime
{
    /// <summary>
    /// Long enough for a coordinator to restart within (measured: 4 s), short enough that a dead worker's trials wait
    /// little. Workers renew four times in it.
    /// </summary>
    public static readonly TimeSpan Ttl = TimeSpan.FromSeconds(30);
}
