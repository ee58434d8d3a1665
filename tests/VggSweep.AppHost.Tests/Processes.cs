namespace VggSweep.AppHost.Tests;

/// <summary>The processes of this machine, as Linux shows them.</summary>
internal static class Processes
{
    /// <summary>Command lines of the processes that were told of a folder, by their arguments or environment.</summary>
    public static IReadOnlyList<string> Of(string folder) =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _))
            .Where(process => Read(process, "cmdline").Contains(folder, StringComparison.Ordinal) || Read(process, "environ").Contains(folder, StringComparison.Ordinal))
            .Select(process => Read(process, "cmdline").Replace('\0', ' ')),
    ];

    private static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // It has ended, or is not ours.
        }
    }
}
