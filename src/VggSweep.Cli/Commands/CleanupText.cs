using VggSweep.Core;
using VggSweep.ServiceDefaults;

namespace VggSweep.Cli.Commands;

/// <summary>Reports a cleanup of a home's files.</summary>
internal static class CleanupText
{
    private const int MostListed = 100;

    /// <param name="done">What happened to the files, as <c>Deleted</c>.</param>
    /// <param name="nothing">The sentence for when there are none.</param>
    /// <returns>The exit code: a file that should be deleted and cannot be means that the home is not writable.</returns>
    public static int Tell(string root, SweepCleanup cleanup, string done, string nothing)
    {
        foreach (var left in cleanup.Left.Take(MostListed))
        {
            Terminal.Say($"Left alone: {Path.Combine(root, left.Path)}: {left.Reason}");
        }

        if (cleanup.Left.Count > MostListed)
        {
            Terminal.Say($"Left alone: {cleanup.Left.Count - MostListed:N0} more.");
        }

        Terminal.Say(
            cleanup.Files.Count == 0
                ? nothing
                : $"{done} {Words.Count(cleanup.Files.Count, "file")}, {AmountText.OfBytes(cleanup.Bytes)}.");
        return ExitCodeOf(cleanup);
    }

    /// <inheritdoc cref="Tell"/>
    public static int WriteJson(string root, SweepCleanup cleanup, bool isDeleted)
    {
        Terminal.WriteJson(new
        {
            Deleted = isDeleted,
            cleanup.Bytes,
            Files = cleanup.Files.Select(file => new { Path = Path.Combine(root, file.Path), file.Bytes }),
            Left = cleanup.Left.Select(left => new { Path = Path.Combine(root, left.Path), left.Reason }),
        });
        return ExitCodeOf(cleanup);
    }

    private static int ExitCodeOf(SweepCleanup cleanup) => cleanup.Left.Any(left => left.IsOurs) ? ExitCode.ReadOnlyHome : ExitCode.Ok;
}
