using System.ComponentModel.DataAnnotations.Schema;

namespace VggSweep.Store;

/// <summary>Why something was done to a worker.</summary>
[Table("worker_decisions")]
public sealed class WorkerDecisionRow
{
    public long Id { get; init; }

    public required string Worker { get; init; }

    /// <summary>The state that it entered: Draining, SetAside.</summary>
    public required string Kind { get; init; }

    public required string Reason { get; init; }

    public required long AtMs { get; init; }
}
