namespace VggSweep.Cli;

/// <summary>Numbers in sentences.</summary>
internal static class Words
{
    public static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number:N0} {noun}s";
}
