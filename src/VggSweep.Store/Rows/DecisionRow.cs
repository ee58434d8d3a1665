namespace VggSweep.Store;

/// <summary>Why something was done to a sweep, a trial or a worker.</summary>
public sealed class DecisionRow
{
    public long Id { get; init; }

    /// <summary>Null when it is about a worker alone.</summary>
    public string? SweepId { get; init; }

    public string? Worker { get; init; }

    public int? Trial { get; init; }

    public int? Epoch { get; init; }

    /// <summary>Continue, Pause, Prune, Requeue, Cancel ...</summary>
    public required string Kind { get; init; }

    public required string Reason { get; init; }

    public required long AtMs { get; init; }
}
