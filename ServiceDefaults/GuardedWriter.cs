using System.Text;
using System.Text.RegularExpressions;

namespace VggSweep.ServiceDefaults;

/// <summary>Writes to a stream until that goes away, and from then on line by line to somebody else. Never fails.</summary>
/// <param name="shown">The stream's writer.</param>
/// <param name="descriptor">Of the stream.</param>
/// <param name="isGone">Whether the stream is not there from the start.</param>
/// <param name="keep">Takes each line that is not shown.</param>
internal sealed partial class GuardedWriter(TextWriter shown, int descriptor, bool isGone, Action<string> keep) : TextWriter
{
    private readonly StringBuilder line = new();

    public override Encoding Encoding => shown.Encoding;

    /// <summary>Whether what is written is no longer seen.</summary>
    public bool IsGone { get; private set; } = isGone;

    /// <summary>Whether it went away otherwise than by its reader's end.</summary>
    public bool HasFailed { get; private set; } = isGone;

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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            (IsGone, HasFailed) = (true, true);
        }

        return !IsGone;
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
