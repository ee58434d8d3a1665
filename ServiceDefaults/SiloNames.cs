namespace VggSweep.ServiceDefaults;

/// <summary>Silo names that begin with the role.</summary>
internal static class SiloNames
{
    public static string Of(SiloRole role, string name) => $"{role}/{name}";

    public static bool IsCoordinator(string? siloName) => siloName?.StartsWith($"{SiloRole.Coordinator}/", StringComparison.Ordinal) is true;
}
