using VggSweep.Core.Sweeps.Planning;
using VggSweep.ServiceDefaults;

namespace VggSweep.Cli.Commands;

/// <summary>Reports a cleanup of a home's files.</summary>
internal static class CleanupText
{
    private const int MostListed = 100;

    /// <param name="done">What happened to the files, as <c>Deleted</c>.</param>
    /// <returns>The exit code: a file that should be gone and is not means a home that cannot be written to.</returns>
    public static int Tell(string root, SweepCleanup cleanup, string done)
    {
        foreach (var left in cleanup.Left.Take(MostListed))
        {
            Terminal.Say($"Left alone: {Path.Combine(root, left.Path)}: {left.Reason}");
        }

        if (cleanup.Left.Count > MostListed)
        {
            Terminal.Say($"Left alone: {cleanup.Left.Count - MostListed:N0} more.");
        }

        Terminal.Say($"{done} {Words.Count(cleanup.Files.Count, "file")}, {ByteText.Of(cleanup.Bytes)}.");
        return cleanup.Left.Any(left => left.IsOurs) ? ExitCode.ReadOnlyHome : ExitCode.Ok;
    }
}
