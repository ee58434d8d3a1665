using System.Globalization;

namespace VggSweep.ServiceDefaults;

/// <summary>What a person sees of a fault of the program itself: one sentence, and a file with the rest for whoever mends it.</summary>
public static class ProgramFault
{
    /// <summary>EX_SOFTWARE of BSD's sysexits.h.</summary>
    public const int ExitCode = 70;

    /// <returns>The exit code.</returns>
    public static int Tell(Exception exception)
    {
        var innermost = exception.GetBaseException();
        var message = innermost.Message.ReplaceLineEndings(" ");
        Console.Error.WriteLine($"This is a bug in VggSweep; please report it: {innermost.GetType().Name}: {message}{Kept(exception)}");
        return ExitCode;
    }

    private static string Kept(Exception exception)
    {
        var file = Path.Combine(
            Path.GetTempPath(),
            string.Create(CultureInfo.InvariantCulture, $"vggsweep-fault-{Environment.ProcessId}.txt"));
        try
        {
            using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            using var writer = new StreamWriter(stream);
            writer.WriteLine(exception);
            return $" (details: {file})";
        }
        catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
