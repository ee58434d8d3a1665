namespace VggSweep.Core;

/// <summary>Numbers in sentences.</summary>
public static class Words
{
    public static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number:N0} {noun}s";
}
