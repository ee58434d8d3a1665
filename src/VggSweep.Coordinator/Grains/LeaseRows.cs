using System.Text.Json;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Leases;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Coordinator.Grains;

/// <summary>Rows as the lease book sees them.</summary>
internal static class LeaseRows
{
    /// <summary>A trial's place in the queue; null when its row cannot be read, so that it gets none.</summary>
    public static QueuedTrial? ToQueued(this TrialRow row, string? failedOn = null) => row.ToSpec().Value is { } spec
        ? new QueuedTrial(
            row.SweepId, row.Number, row.Fence, (double)row.Macs * spec.Parameters.Epochs, row.MemoryBytes,
            row.Numerics is null ? null : JsonSerializer.Deserialize<Numerics>(row.Numerics), failedOn)
        : null;

    /// <summary>A trial that is held, whether or not its row can be read.</summary>
    public static QueuedTrial ToHeld(this TrialRow row) =>
        row.ToQueued() ?? new QueuedTrial(row.SweepId, row.Number, row.Fence, Macs: 0, row.MemoryBytes);
}
