namespace VggSweep.Simulation.Virtual;

/// <summary>
/// The clocks of one node: the time of day is right, the monotonic clock is the machine's. Its timers run by the
/// monotonic clock and die with the node.
/// </summary>
internal sealed class NodeTime(EventLoop loop, Node node) : TimeProvider
{
    /// <summary>Any time that is none of ours.</summary>
    private static readonly DateTimeOffset Begin = DateTimeOffset.FromUnixTimeSeconds(1_000_000_000);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => node.Now;

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
                Arm(version, node.Now + dueTime.Ticks, period);
            }

            return true;
        }

        public void Dispose() => version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Arm(int armed, long due, TimeSpan period) => loop.After(new TimeSpan(due - node.Now), node, () =>
        {
            if (armed != version)
            {
                return;
            }

            if (node.Now < due)
            {
                // Its machine was suspended meanwhile.
                Arm(armed, due, period);
                return;
            }

            if (period > TimeSpan.Zero)
            {
                Arm(armed, node.Now + period.Ticks, period);
            }

            callback();
        });
    }
}
