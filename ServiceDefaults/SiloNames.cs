using System.Security.Cryptography;

namespace VggSweep.ServiceDefaults;

/// <summary>Silo names that begin with the role.</summary>
internal static class SiloNames
{
    private const int RandomDigits = 8;

    /// <param name="role">What the silo does.</param>
    /// <param name="name">Its configured name; empty for a random one, as Orleans would give it.</param>
    public static string Of(SiloRole role, string? name) =>
        $"{role}/{(string.IsNullOrEmpty(name) ? RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true) : name)}";

    public static bool IsCoordinator(string? siloName) =>
        siloName?.StartsWith($"{SiloRole.Coordinator}/", StringComparison.Ordinal) is true;
}
