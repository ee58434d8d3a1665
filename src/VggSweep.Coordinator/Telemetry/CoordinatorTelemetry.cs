using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using VggSweep.Core.Leases;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Telemetry;

namespace VggSweep.Coordinator.Telemetry;

/// <summary>A coordinator's measurements of the fleet, the meters of its sweeps, and their log.</summary>
public sealed class CoordinatorTelemetry : IDisposable
{
    private readonly Meter meter = new("VggSweep.Coordinator");
    private readonly NumberedMeters numbered = new(Metrics.SweepMeter);
    private readonly Dictionary<string, (SweepMeter Meter, ITimer? End)> sweeps = [];
    private readonly TimeProvider time;
    private BookMeter? book;
    private readonly TimeSpan afterlife;
    private readonly Counter<long> decisions;
    private readonly Counter<long> retries;
    private readonly Counter<long> leasesLost;
    private readonly Counter<long> workersLost;
    private readonly Histogram<double> queued;

    public CoordinatorTelemetry(CoordinatorOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        (this.time, afterlife, Log) = (time, 2 * options.ScrapeInterval, new SweepLog(loggers, time));
        decisions = meter.Counter(Metrics.SchedulerDecisions);
        retries = meter.Counter(Metrics.TrialRetries);
        leasesLost = meter.Counter(Metrics.LeasesLost);
        workersLost = meter.Counter(Metrics.WorkersLost);
        queued = meter.Histogram(Metrics.QueueDuration);

        // An alert asks for a growth: what is not there before its first event has none.
        leasesLost.Add(0);
        workersLost.Add(0);
    }

    internal SweepLog Log { get; }

    public void Dispose()
    {
        lock (sweeps)
        {
            foreach (var sweep in sweeps.Keys.ToList())
            {
                Remove(sweep);
            }
        }

        CloseBook();
        meter.Dispose();
    }

    /// <summary>The meter of a sweep that is not at its end, made when it is not there yet.</summary>
    /// <param name="parameters">What the sweep varies.</param>
    internal SweepMeter Follow(string sweep, IReadOnlyList<ParameterSpace> parameters)
    {
        lock (sweeps)
        {
            if (sweeps.TryGetValue(sweep, out var known))
            {
                known.End?.Dispose();
                sweeps[sweep] = known with { End = null };
                return known.Meter;
            }

            var made = new SweepMeter(numbered.Take(), sweep, parameters);
            sweeps[sweep] = (made, null);
            return made;
        }
    }

    /// <summary>The sweep has ended: its series do so when the last of them has surely been scraped.</summary>
    internal void End(string sweep)
    {
        lock (sweeps)
        {
            if (sweeps.TryGetValue(sweep, out var known) && known.End is null)
            {
                sweeps[sweep] = known with { End = time.CreateTimer(_ => Forget(sweep), null, afterlife, Timeout.InfiniteTimeSpan) };
            }
        }
    }

    /// <summary>The sweep goes on at another coordinator, which tells of it from now on.</summary>
    internal void GiveUp(string sweep)
    {
        lock (sweeps)
        {
            if (sweeps.TryGetValue(sweep, out var known) && known.End is null)
            {
                Remove(sweep);
            }
        }
    }

    /// <summary>What the lease book shows, while it is at this coordinator.</summary>
    internal void Saw(int waiting, IReadOnlyList<WorkerView> workers) => (book ??= new BookMeter()).Saw(waiting, workers);

    /// <summary>Another coordinator has the lease book from now on.</summary>
    internal void CloseBook()
    {
        book?.Dispose();
        book = null;
    }

    internal void Decided(Verdict verdict) => decisions.Add(1, new KeyValuePair<string, object?>(Metrics.Decision, $"{verdict}"));

    internal void Retried(string reason) => retries.Add(1, new KeyValuePair<string, object?>(Metrics.Reason, reason));

    internal void LostLease() => leasesLost.Add(1);

    internal void LostWorker() => workersLost.Add(1);

    internal void Placed(TimeSpan waited) => queued.Record(waited.TotalSeconds);

    private void Forget(string sweep)
    {
        lock (sweeps)
        {
            // Not when it was extended while the timer ran out.
            if (sweeps.TryGetValue(sweep, out var known) && known.End is not null)
            {
                Remove(sweep);
            }
        }
    }

    private void Remove(string sweep)
    {
        if (sweeps.Remove(sweep, out var known))
        {
            known.End?.Dispose();
            numbered.Return(known.Meter.Meter);
        }
    }
}
