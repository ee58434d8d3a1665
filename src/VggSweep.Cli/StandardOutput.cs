using System.Text;
using VggSweep.Store;

namespace VggSweep.Cli;

/// <summary>Standard output whose failures are told as its own: without it a full disk behind a redirection passes for the home's.</summary>
internal sealed class StandardOutput(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Writes bytes past the console's encoding.</summary>
    /// <exception cref="CommandFailure">Standard output cannot be written to.</exception>
    public static async Task WriteAsync(ReadOnlyMemory<byte> content)
    {
        try
        {
            await using var stream = Console.OpenStandardOutput();
            await stream.WriteAsync(content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failure(exception);
        }
    }

    public override void Write(char value) => Guard(() => inner.Write(value));

    public override void Write(string? value) => Guard(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Guard(() => inner.Write(buffer, index, count));

    public override void WriteLine(string? value) => Guard(() => inner.WriteLine(value));

    public override void Flush() => Guard(inner.Flush);

    private static void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failure(exception);
        }
    }

    /// <remarks>.NET reports a closed descriptor as <see cref="UnauthorizedAccessException"/>.</remarks>
    private static CommandFailure Failure(Exception exception) => new(
        ExitCode.DiskFull,
        exception is UnauthorizedAccessException ? "Standard output is closed; redirect it to a file, or to /dev/null."
            : StoreProblemException.Recognize(exception)?.Kind is StoreProblemKind.DiskFull ? "Standard output cannot be written: the disk behind it is full; redirect it elsewhere."
            : $"Standard output cannot be written: {exception.Message.TrimEnd('.')}; redirect it elsewhere.");
}
