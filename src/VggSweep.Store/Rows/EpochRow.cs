using System.ComponentModel.DataAnnotations.Schema;
using VggSweep.Core.Trials;

namespace VggSweep.Store;

/// <summary>A recorded epoch. Never changed.</summary>
[Table("epochs")]
public sealed class EpochRow
{
    /// <summary>Rises in the order of recording.</summary>
    public long Id { get; init; }

    public required string SweepId { get; init; }

    public required int Trial { get; init; }

    /// <summary>From 1.</summary>
    public required int Epoch { get; init; }

    public required double TrainLoss { get; init; }

    public required double TrainAccuracy { get; init; }

    public required double ValidationLoss { get; init; }

    public required double ValidationAccuracy { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Of the lease under which it was recorded.</summary>
    public required long Fence { get; init; }

    public required long RecordedMs { get; init; }

    public EpochRecord ToRecord() => new(Epoch, TrainLoss, TrainAccuracy, ValidationLoss, ValidationAccuracy, Seconds);
}
