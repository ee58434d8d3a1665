using Microsoft.Extensions.Logging;
using VggSweep.Core.Grains;

namespace VggSweep.Worker.Slots;

/// <summary>
/// Calls of what may be away for a while: a coordinator, a database or a shared folder that restarts is no reason to
/// drop a trial.
/// </summary>
internal sealed partial class Persistently(TimeProvider time, ILogger<Persistently> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Each try copies a file of up to a gigabyte.</summary>
    private static readonly TimeSpan FilesPause = TimeSpan.FromSeconds(1);

    private bool isAway;

    public async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        for (var isSecond = false; ; isSecond = true)
        {
            try
            {
                var answer = await call();
                NoteBack();
                return answer;
            }
            catch (Exception exception) when (exception.IsAway())
            {
                // A cluster that changes misses a call now and then: only who misses again is worth a word.
                if (isSecond)
                {
                    NoteAway(exception);
                }

                await Task.Delay(Pause, time, CancellationToken.None).WaitAsync(cancellation);
            }
        }
    }

    /// <summary>Uses the shared folder, again and again while it is away.</summary>
    /// <param name="isOver">Asked after each failure: whether trying again is no longer worth it.</param>
    /// <returns>Null when it failed and is over.</returns>
    public async Task<T?> UseFilesAsync<T>(Func<Task<T>> use, Func<bool> isOver, CancellationToken cancellation)
        where T : class
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                var result = await use();
                if (!isFirst)
                {
                    LogFilesBack();
                }

                return result;
            }
            catch (FilesAwayException exception)
            {
                if (isFirst)
                {
                    LogFilesAway(exception.Message);
                }

                if (isOver())
                {
                    return null;
                }

                await Task.Delay(FilesPause, time, CancellationToken.None).WaitAsync(cancellation);
            }
        }
    }

    /// <summary>Said once, however many calls find it.</summary>
    public void NoteAway(Exception exception)
    {
        if (!Interlocked.Exchange(ref isAway, true))
        {
            LogAway(exception.Message);
        }
    }

    public void NoteBack()
    {
        if (Interlocked.Exchange(ref isAway, false))
        {
            LogBack();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The coordinators do not answer; retrying: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Information, "The coordinators answer again")]
    private partial void LogBack();

    [LoggerMessage(LogLevel.Warning, "The shared folder cannot be used; training continues and uploads are retried: {Reason}")]
    private partial void LogFilesAway(string reason);

    [LoggerMessage(LogLevel.Information, "The shared folder can be used again")]
    private partial void LogFilesBack();
}
