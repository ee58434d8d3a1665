namespace VggSweep.Simulation.Virtual;

/// <summary>The virtual clock as one node reads it; its timers die with the node.</summary>
internal sealed class NodeTime(EventLoop loop, Node node) : TimeProvider
{
    /// <summary>Any time that is none of ours.</summary>
    private static readonly DateTimeOffset Begin = DateTimeOffset.FromUnixTimeSeconds(1_000_000_000);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => loop.Now;

    public override DateTimeOffset GetUtcNow() => Begin.AddTicks(loop.Now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(loop, node, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer(EventLoop loop, Node node, Action callback) : ITimer
    {
        private int version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            version++;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Arm(version, dueTime, period);
            }

            return true;
        }

        public void Dispose() => version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Arm(int armed, TimeSpan dueTime, TimeSpan period) => loop.After(dueTime, node, () =>
        {
            if (armed == version)
            {
                if (period > TimeSpan.Zero)
                {
                    Arm(armed, period, period);
                }

                callback();
            }
        });
    }
}
