using Microsoft.Extensions.Logging;
using VggSweep.Core.Grains;

namespace VggSweep.Worker.Slots;

/// <summary>Calls of what may be away for a while: a coordinator, a database or a shared folder that restarts is no reason to drop a trial.</summary>
internal sealed partial class Persistently(TimeProvider time, ILogger<Persistently> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

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

    [LoggerMessage(LogLevel.Warning, "No answer from the coordinators; asking until there is one: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Information, "The coordinators answer again")]
    private partial void LogBack();
}
