using System.ComponentModel.DataAnnotations.Schema;

namespace VggSweep.Store;

/// <summary>A checkpoint file that was readable when this row was written.</summary>
[Table("checkpoints")]
public sealed class CheckpointRow
{
    public required string SweepId { get; init; }

    public required int Trial { get; init; }

    public required int Epoch { get; init; }

    public required int Step { get; init; }

    public required long Fence { get; init; }

    /// <summary>Relative to the folder of the files.</summary>
    public required string Path { get; init; }

    public required string Hash { get; init; }

    public required long Bytes { get; init; }

    public required long CreatedMs { get; init; }
}
