using System.ComponentModel.DataAnnotations.Schema;

namespace VggSweep.Store;

/// <summary>Why something was done to a sweep or a trial.</summary>
[Table("decisions")]
public sealed class DecisionRow
{
    public long Id { get; init; }

    public required string SweepId { get; init; }

    public int? Trial { get; init; }

    public int? Epoch { get; init; }

    /// <summary>Continue, Pause, Prune, Requeue, Cancel ...</summary>
    public required string Kind { get; init; }

    public required string Reason { get; init; }

    public required long AtMs { get; init; }
}
