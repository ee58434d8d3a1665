namespace VggSweep.Core.Leases;

/// <summary>What the lease book thinks of a worker.</summary>
public enum WorkerState
{
    /// <summary>Gets work.</summary>
    Active,

    /// <summary>Hands over what it trains and gets nothing more, by a person's wish.</summary>
    Draining,

    /// <summary>Gets nothing more, because trial after trial failed on it.</summary>
    SetAside,

    /// <summary>Has left, or is silent for longer than a lease lasts.</summary>
    Gone,
}
