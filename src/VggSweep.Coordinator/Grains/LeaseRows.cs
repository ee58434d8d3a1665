using System.Text.Json;
using VggSweep.Core.Leases;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Coordinator.Grains;

/// <summary>Rows as the lease book sees them.</summary>
internal static class LeaseRows
{
    /// <summary>A trial's place in the queue.</summary>
    public static QueuedTrial ToQueued(this TrialRow row, string? failedOn = null) => new(
        row.SweepId, row.Number, row.Fence, (double)row.Macs * TrialParametersJson.Read(row.Parameters).Epochs, row.MemoryBytes,
        row.Numerics is null ? null : JsonSerializer.Deserialize<Numerics>(row.Numerics), failedOn);

    public static SweepSpec ToSpec(this SweepRow row) => SweepSpecReader.Read(row.SpecYaml).Spec
        ?? throw new InvalidOperationException($"The stored file of sweep {row.Id} can no longer be read.");
}
