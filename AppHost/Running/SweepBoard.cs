using VggSweep.Core.Api;

namespace VggSweep.AppHost.Running;

/// <summary>The sweeps as the coordinator told them last.</summary>
internal sealed class SweepBoard
{
    public IReadOnlyList<ListedSweep> Sweeps { get; set; } = [];
}
