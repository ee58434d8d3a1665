namespace VggSweep.ServiceDefaults;

/// <summary>
/// Standard output and standard error may go away: a terminal is closed, a pipe's reader ends, a shell never opened them. The
/// program goes on, and the lines that cannot be shown go to <see cref="SendUnshownTo"/>.
/// </summary>
public static class StandardStreams
{
    private const int Output = 1;
    private const int Error = 2;

    /// <summary>Lines that nobody takes yet; later ones are dropped.</summary>
    private const int MostKept = 1_000;

    private static readonly Lock Gate = new();
    private static readonly Queue<string> Kept = [];
    private static Action<string>? take;
    private static GuardedWriter? output;
    private static GuardedWriter? error;

    /// <summary>Whether what is written to standard error is no longer seen.</summary>
    public static bool IsErrorGone => error is { IsGone: true };

    /// <summary>Why something of standard output could not be written; null where all was, or its reader had enough.</summary>
    public static string? OutputFailure => output?.Failure is { } failure ? $"Standard output {failure}" : null;

    /// <summary>Call it first of all: whatever opens a file before might get the number of a stream that is not there.</summary>
    public static void Guard()
    {
        var missing = Enumerable.Range(0, Error + 1).Where(IsMissing).ToList();
        Console.SetOut(output = new GuardedWriter(Console.Out, Output, missing.Contains(Output), Keep));
        Console.SetError(error = new GuardedWriter(Console.Error, Error, missing.Contains(Error), Keep));
    }

    /// <summary>Writes bytes to standard output, past the console's encoding.</summary>
    public static async Task WriteOutputAsync(ReadOnlyMemory<byte> content)
    {
        try
        {
            await using var stream = Console.OpenStandardOutput();
            await stream.WriteAsync(content);
        }
        catch (Exception exception) when (GuardedWriter.IsOfTheStream(exception))
        {
            output?.Fail(exception);
        }
    }

    /// <summary>Gives away the lines that could not be shown, those of before too.</summary>
    /// <param name="taker">Called with each line; null keeps them.</param>
    public static void SendUnshownTo(Action<string>? taker)
    {
        lock (Gate)
        {
            take = taker;
            while (take is not null && Kept.TryDequeue(out var line))
            {
                take(line);
            }
        }
    }

    private static void Keep(string line)
    {
        lock (Gate)
        {
            if (take is not null)
            {
                take(line);
            }
            else if (Kept.Count < MostKept)
            {
                Kept.Enqueue(line);
            }
        }
    }

    /// <summary>A number that is free is given to /dev/null. One that closes on exec is not inherited: the runtime has it by now.</summary>
    private static bool IsMissing(int descriptor)
    {
        var flags = Posix.Control(descriptor, Posix.GetDescriptorFlags);
        if (flags < 0)
        {
            _ = Posix.Open("/dev/null", Posix.ReadWrite);
            return true;
        }

        return (flags & Posix.CloseOnExec) != 0;
    }
}
