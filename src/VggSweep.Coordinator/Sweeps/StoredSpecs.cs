using System.Text.Json;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Coordinator.Sweeps;

/// <summary>What rows say, or why they cannot be read.</summary>
internal static class StoredSpecs
{
    public static Stored<SweepSpec> ToSpec(this SweepRow row) => SweepSpecJson.Read(row.Spec);

    /// <remarks>Its numerics are read too: whoever has the spec may rely on them.</remarks>
    public static Stored<TrialSpec> ToSpec(this TrialRow row)
    {
        try
        {
            _ = row.Numerics is null ? null : JsonSerializer.Deserialize<Numerics>(row.Numerics);
            return TrialSpecJson.Read(row.Spec);
        }
        catch (JsonException exception)
        {
            return Stored.Unreadable<TrialSpec>($"its numerics are damaged: {exception.Message}");
        }
    }
}
