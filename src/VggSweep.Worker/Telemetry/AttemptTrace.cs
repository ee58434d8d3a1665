using VggSweep.Core.Leases;
using VggSweep.Core.Telemetry;
using VggSweep.Core.Trials;

namespace VggSweep.Worker.Telemetry;

/// <summary>The spans of one attempt, the trainer's by what it says of its times; told together when the attempt has ended.</summary>
internal sealed class AttemptTrace(LeaseKey lease, string worker, TimeProvider time)
{
    private readonly List<(string Name, DateTimeOffset End, TimeSpan Duration, int? Epoch)> spans = [];
    private readonly DateTimeOffset begun = time.GetUtcNow();

    /// <summary>Something took so long and has just ended.</summary>
    public void Took(string name, TimeSpan duration, int? epoch = null)
    {
        if (TrialTrace.IsWanted)
        {
            lock (spans)
            {
                spans.Add((name, time.GetUtcNow(), duration, epoch));
            }
        }
    }

    /// <summary>All that has passed since the lease was taken.</summary>
    public void TookAll(string name) => Took(name, time.GetUtcNow() - begun);

    public void End(TrialOutcome outcome)
    {
        if (!TrialTrace.IsWanted)
        {
            return;
        }

        KeyValuePair<string, object?>[] tags =
        [
            new(TrialTrace.Failed, outcome.CountsAsFailure || outcome.IsDeath), new(TrialTrace.Outcome, outcome.Name),
            new(Metrics.Sweep, lease.Sweep), new(Metrics.Trial, lease.Trial), new("fence", lease.Fence), new(Metrics.Worker, worker),
        ];
        var whole = TrialTrace.Tell("lease", TrialTrace.OfTrial(lease.Sweep, lease.Trial), begun, time.GetUtcNow() - begun, tags);
        lock (spans)
        {
            foreach (var (name, end, duration, epoch) in spans)
            {
                TrialTrace.Tell(name, whole, end - duration, duration, epoch is null ? tags : [.. tags, new("epoch", epoch)]);
            }
        }
    }
}
