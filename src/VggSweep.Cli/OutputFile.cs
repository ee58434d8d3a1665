using VggSweep.Store;

namespace VggSweep.Cli;

/// <summary>Writes results into files that a person named.</summary>
internal static class OutputFile
{
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content)
    {
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
        {
            throw new CommandFailure(ExitCode.ReadOnlyHome, $"{path}: is a folder; give a file with --output.");
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);

            // Not File.WriteAllBytes: it reserves the space first, and what it throws on a full disk does not say so to a program.
            await using var file = File.Create(path);
            await file.WriteAsync(content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var isFull = StoreProblemException.Recognize(exception)?.Kind is StoreProblemKind.DiskFull;
            throw new CommandFailure(
                isFull ? ExitCode.DiskFull : ExitCode.ReadOnlyHome,
                $"{path}: cannot be written: {(isFull ? "the disk is full" : exception.Message.TrimEnd('.'))}; choose "
                + "another place with --output.");
        }
    }
}
