using System.Threading.Channels;
using VggSweep.Core.Trials;

namespace VggSweep.Worker.Slots;

/// <summary>
/// Publishes an attempt's checkpoints one after another beside its training: neither training nor records wait for
/// them. Of several that wait only the newest is worth its time and its room.
/// </summary>
internal sealed class Uploads : IAsyncDisposable
{
    private readonly Channel<CheckpointReference> waiting;
    private readonly CancellationTokenSource given = new();
    private readonly Task<bool> work;

    /// <param name="publish">Publishes and records a file; false when the lease is lost.</param>
    /// <param name="discard">Deletes a file that is not worth publishing.</param>
    public Uploads(Func<CheckpointReference, CancellationToken, Task<bool>> publish, Action<CheckpointReference> discard)
    {
        waiting = Channel.CreateBounded(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest }, discard);
        work = WorkAsync(publish);
    }

    /// <summary>Ends when the lease turned out to be lost, and with the failure when a file could not be published.</summary>
    public Task<bool> Ended => work;

    public void Add(CheckpointReference checkpoint) => waiting.Writer.TryWrite(checkpoint);

    /// <summary>Publishes what waits.</summary>
    /// <returns>False when the lease is lost.</returns>
    public Task<bool> FinishAsync()
    {
        waiting.Writer.TryComplete();
        return work;
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        given.Cancel();
        await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        given.Dispose();
    }

    private async Task<bool> WorkAsync(Func<CheckpointReference, CancellationToken, Task<bool>> publish)
    {
        while (await waiting.Reader.WaitToReadAsync(given.Token))
        {
            if (waiting.Reader.TryRead(out var newest) && !await publish(newest, given.Token))
            {
                return false;
            }
        }

        return true;
    }
}
