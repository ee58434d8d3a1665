using System.Text;
using System.Text.RegularExpressions;
using VggSweep.Core;

namespace VggSweep.ServiceDefaults;

/// <summary>Writes to a stream until that goes away, and from then on line by line to somebody else. Never fails.</summary>
/// <param name="shown">The stream's writer.</param>
/// <param name="descriptor">Of the stream.</param>
/// <param name="isGone">Whether the stream is not there from the start.</param>
/// <param name="keep">Takes each line that is not shown.</param>
internal sealed partial class GuardedWriter(TextWriter shown, int descriptor, bool isGone, Action<string> keep) : TextWriter
{
    private const string Closed = "is closed; redirect it to a file, or to /dev/null.";

    private readonly StringBuilder line = new();

    public override Encoding Encoding => shown.Encoding;

    /// <summary>Whether what is written is no longer seen.</summary>
    public bool IsGone { get; private set; } = isGone;

    /// <summary>Why the stream failed; null while it works, and where only its reader ended.</summary>
    public string? Failure { get; private set; } = isGone ? Closed : null;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void WriteLine(string? value) => Write($"{value}{NewLine}");

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (!TryShow(buffer))
        {
            Keep(buffer);
        }
    }

    public override void Flush()
    {
    }

    /// <remarks>.NET drops what it writes to a pipe without a reader and says nothing: hence the question before.</remarks>
    private bool TryShow(ReadOnlySpan<char> text)
    {
        IsGone = IsGone || IsHungUp();
        try
        {
            if (!IsGone)
            {
                shown.Write(text);
                shown.Flush();
            }
        }
        catch (Exception exception) when (IsOfTheStream(exception))
        {
            Fail(exception);
        }

        return !IsGone;
    }

    /// <summary>Whether an exception says that a stream cannot be written.</summary>
    public static bool IsOfTheStream(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ObjectDisposedException;

    /// <summary>Takes note of a failure; from here on nothing is shown.</summary>
    /// <remarks>.NET reports a closed descriptor as <see cref="UnauthorizedAccessException"/>.</remarks>
    public void Fail(Exception exception)
    {
        IsGone = true;
        Failure ??= exception is not IOException ? Closed
            : exception.HResult == Errno.NoSpace ? "cannot be written: the disk behind it is full; redirect it elsewhere."
            : $"cannot be written: {exception.Message.TrimEnd('.')}; redirect it elsewhere.";
    }

    private bool IsHungUp()
    {
        var request = new Posix.PollRequest { Descriptor = descriptor };
        return Posix.Poll(ref request, 1, 0) > 0 && (request.Happened & Posix.Gone) != 0;
    }

    private void Keep(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            if (letter != '\n')
            {
                line.Append(letter);
                continue;
            }

            var whole = Drawing().Replace(line.ToString(), "").TrimEnd();
            line.Clear();
            if (whole.Length > 0)
            {
                keep(whole);
            }
        }
    }

    /// <summary>Colours, and the moves of a table that is redrawn.</summary>
    [GeneratedRegex(@"\u001b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Drawing();
}
