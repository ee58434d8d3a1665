namespace VggSweep.Coordinator.Grains;

/// <summary>Something has happened that workers wait for; the newest has the highest number.</summary>
internal sealed class News(TimeProvider time)
{
    private TaskCompletionSource next = new();

    /// <summary>Begins at the clock, so that the numbers of an earlier book are others.</summary>
    private long newest = time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Spread()
    {
        newest++;
        var told = next;
        next = new();
        told.SetResult();
    }

    public async Task<long> ListenAsync(long heard, TimeSpan longest)
    {
        if (newest == heard)
        {
            using var heardEnough = new CancellationTokenSource(longest, time);
            await next.Task.WaitAsync(heardEnough.Token).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        return newest;
    }
}
