using Microsoft.Extensions.Logging;
using VggSweep.Core.Grains;

namespace VggSweep.Worker.Slots;

/// <summary>Calls of what may be away for a while: a coordinator, a database or a shared folder that restarts is no reason to drop a trial.</summary>
internal sealed partial class Persistently(TimeProvider time, ILogger<Persistently> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether asking again may help.</summary>
    public static bool IsAway(Exception exception) => exception is OrleansException or TimeoutException or StoreAwayException;

    public async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (IsAway(exception))
            {
                LogAway(exception);
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "A grain is away; asking again")]
    private partial void LogAway(Exception exception);
}
