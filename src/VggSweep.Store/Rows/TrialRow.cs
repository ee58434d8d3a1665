using System.ComponentModel.DataAnnotations.Schema;
using VggSweep.Core.Trials;

namespace VggSweep.Store;

/// <summary>A trial: its parameters, its lease, and what is known of its result. Times are milliseconds since the Unix epoch.</summary>
[Table("trials")]
public sealed class TrialRow
{
    public required string SweepId { get; init; }

    /// <summary>From 1, in the order of the plan.</summary>
    public required int Number { get; init; }

    public required TrialState State { get; init; }

    /// <summary>The trial's resolved form: all that it is trained with.</summary>
    public required string Spec { get; init; }

    /// <summary>Hash of everything that decides the result, numerics aside.</summary>
    public required string Identity { get; init; }

    /// <summary>Of the newest lease; 0 before the first. Whoever holds an older one is refused.</summary>
    public long Fence { get; init; }

    public string? Worker { get; init; }

    public long? LeaseUntilMs { get; init; }

    /// <summary>Recorded epochs.</summary>
    public int Done { get; init; }

    public int Attempts { get; init; }

    /// <summary>Attempts that ended in a way that counts against the retries.</summary>
    public int Failures { get; init; }

    /// <summary>Attempts in a row, without an epoch between, that ended with their worker or trainer.</summary>
    public int Deaths { get; init; }

    /// <summary>JSON of the numerics that it trains with.</summary>
    public string? Numerics { get; init; }

    /// <summary>Whether it went on under other numerics than it began with: its last bits do not repeat.</summary>
    public bool NumericsChanged { get; init; }

    /// <summary>Why it was asked to end while it was trained; it waits no more after that attempt.</summary>
    public string? CancelReason { get; init; }

    public string? Outcome { get; init; }

    public string? OutcomeDetail { get; init; }

    /// <summary>After the newest recorded epoch.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>After the newest recorded epoch, 0 to 1.</summary>
    public double? ValidationAccuracy { get; init; }

    public double? TestLoss { get; init; }

    public double? TestAccuracy { get; init; }

    /// <summary>Of the recorded epochs.</summary>
    public double Seconds { get; init; }

    /// <summary>File of the final weights, relative to the folder of the files.</summary>
    public string? WeightsPath { get; init; }

    /// <summary>SHA-256 of the final weights.</summary>
    public string? WeightsHash { get; init; }

    public long? PeakBytes { get; init; }

    public double? PredictedSeconds { get; init; }

    /// <summary>Multiply-accumulates of one image forward.</summary>
    public long Macs { get; init; }

    public long Params { get; init; }

    /// <summary>Predicted peak memory of its process.</summary>
    public long MemoryBytes { get; init; }
}
