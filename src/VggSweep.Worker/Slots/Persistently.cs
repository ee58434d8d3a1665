using Microsoft.Extensions.Logging;

namespace VggSweep.Worker.Slots;

/// <summary>Calls of grains that may be away for a while: a coordinator that restarts is no reason to drop a trial.</summary>
internal sealed partial class Persistently(TimeProvider time, ILogger<Persistently> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                LogAway(exception);
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "A grain is away; asking again")]
    private partial void LogAway(Exception exception);
}
