using System.Globalization;

namespace VggSweep.Simulation;

/// <summary>What whoever runs the histories asks for.</summary>
internal static class Setting
{
    /// <summary>Of the first history.</summary>
    public static long? Seed => Of("VGGSWEEP_SEED");

    public static long? Histories => Of("VGGSWEEP_HISTORIES");

    private static long? Of(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;
}
