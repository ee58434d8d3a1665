using System.ComponentModel.DataAnnotations.Schema;

namespace VggSweep.Store;

/// <summary>The one cluster that uses this database.</summary>
[Table("deployment")]
internal sealed class DeploymentRow
{
    /// <summary>Always 1.</summary>
    public required int Id { get; init; }

    public required string ClusterId { get; init; }

    /// <summary>What stands in the folder of the files that its workers share; null before the first worker.</summary>
    public string? FilesId { get; init; }

    public required long ClaimedMs { get; init; }
}
