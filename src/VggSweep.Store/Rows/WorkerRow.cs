using System.ComponentModel.DataAnnotations.Schema;

namespace VggSweep.Store;

/// <summary>A worker that has been part of the cluster.</summary>
[Table("workers")]
public sealed class WorkerRow
{
    public required string Name { get; init; }

    /// <summary>Active, Draining, SetAside or Gone.</summary>
    public required string State { get; init; }

    /// <summary>JSON of what its slots offer.</summary>
    public string? Offer { get; init; }

    public string? Reason { get; init; }

    /// <summary>When the state was entered.</summary>
    public required long SinceMs { get; init; }
}
