namespace VggSweep.ServiceDefaults;

/// <summary>Ends a silo that the cluster has excluded with one sentence and an exit code upon which supervisors start it again.</summary>
internal sealed class FatalErrorExit : IFatalErrorHandler
{
    /// <summary>As sysexits.h has it for what may succeed when it is tried again: EX_TEMPFAIL.</summary>
    private const int ExitCode = 75;

    private int isEnding;

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        if (Interlocked.Exchange(ref isEnding, 1) == 0)
        {
            Console.Error.WriteLine(exception is null
                ? $"Exiting with code {ExitCode} to be restarted: {Reason(context)}."
                : $"Exiting with code {ExitCode}: {context}: {exception}");
            Environment.Exit(ExitCode);
        }
    }

    private static string Reason(string? context) => context?.Contains("I am dead", StringComparison.Ordinal) is true
        ? "the cluster declared it dead while it was frozen, suspended or cut off, and gave its work to others"
        : context ?? "Orleans gave no reason";
}
