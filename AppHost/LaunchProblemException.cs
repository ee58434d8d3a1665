namespace VggSweep.AppHost;

/// <summary>The cluster cannot be started as it is asked for; the message names the reason and the remedy.</summary>
/// <param name="exitCode">As docs/cli.md lists them.</param>
internal sealed class LaunchProblemException(string message, int exitCode) : Exception(message)
{
    public const int Usage = 2;
    public const int Unavailable = 69;

    public int ExitCode => exitCode;

    public void Report()
    {
        Console.Error.WriteLine(Message);
        Environment.ExitCode = exitCode;
    }
}
