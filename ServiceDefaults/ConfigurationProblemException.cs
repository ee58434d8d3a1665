namespace VggSweep.ServiceDefaults;

/// <summary>A program cannot start with its configuration; the message names the key, the reason and the remedy.</summary>
/// <param name="exitCode">Of the program. Default: 2, a wrong key or value.</param>
public sealed class ConfigurationProblemException(string message, int exitCode = ConfigurationProblemException.Usage) : Exception(message)
{
    public const int Usage = 2;

    public int ExitCode => exitCode;
}
