using System.ComponentModel.DataAnnotations.Schema;

namespace VggSweep.Store;

/// <summary>One execution of a trial under one lease.</summary>
[Table("attempts")]
public sealed class AttemptRow
{
    public required string SweepId { get; init; }

    public required int Trial { get; init; }

    public required long Fence { get; init; }

    public required string Worker { get; init; }

    public required long StartedMs { get; init; }

    /// <summary>Null while it runs.</summary>
    public long? EndedMs { get; init; }

    public string? Outcome { get; init; }

    public string? Detail { get; init; }
}
