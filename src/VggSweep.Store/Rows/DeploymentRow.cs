namespace VggSweep.Store;

/// <summary>The one cluster that uses this database.</summary>
internal sealed class DeploymentRow
{
    /// <summary>Always 1.</summary>
    public required int Id { get; init; }

    public required string ClusterId { get; init; }

    public required long ClaimedMs { get; init; }
}
