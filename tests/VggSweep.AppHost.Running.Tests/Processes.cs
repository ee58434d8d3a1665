namespace VggSweep.AppHost.Running.Tests;

/// <summary>The processes of this machine, as Linux shows them.</summary>
internal static class Processes
{
    /// <summary>Command lines of the processes that were told of a folder, by their arguments or environment.</summary>
    public static IReadOnlyList<string> Of(string folder) =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _))
            .Where(
                process => Read(process, "cmdline").Contains(folder, StringComparison.Ordinal)
                    || Read(process, "environ").Contains(folder, StringComparison.Ordinal))
            .Select(process => Read(process, "cmdline").Replace('\0', ' ')),
    ];

    /// <summary>All command lines: what <c>ps</c> shows to everyone.</summary>
    public static IReadOnlyList<string> CommandLines() =>
        [.. Directory.EnumerateDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _))
            .Select(process => Read(process, "cmdline"))];

    /// <summary>Whoever stops an AppHost has its prompt back a moment before the orchestrator's last process ends.</summary>
    public static async Task AreGoneAsync(string folder)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var tries = 0; Of(folder).Count > 0 && tries < 300; tries++)
        {
            await timer.WaitForNextTickAsync();
        }

        Assert.Empty(Of(folder));
    }

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
