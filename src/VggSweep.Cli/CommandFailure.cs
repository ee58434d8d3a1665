namespace VggSweep.Cli;

/// <summary>Ends a command early: the message goes to the person, the code to the shell.</summary>
internal sealed class CommandFailure(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;
}
