using System.Diagnostics.Metrics;
using VggSweep.Core.Leases;
using VggSweep.Core.Telemetry;

namespace VggSweep.Coordinator.Telemetry;

/// <summary>What waits and who is there, told by the coordinator that has the lease book and by no other.</summary>
internal sealed class BookMeter : IDisposable
{
    private readonly Meter meter = new("VggSweep.Book");
    private (int Waiting, ILookup<WorkerState, WorkerView> Workers)? seen;

    public BookMeter()
    {
        meter.Observe(Metrics.QueueDepth, () => seen is { } now ? [new(now.Waiting)] : []);
        meter.Observe(Metrics.Workers, () => seen is { } now
            ? Enum.GetValues<WorkerState>().Where(state => state is not WorkerState.Gone)
                .Select(
                    state =>
                        new Measurement<double>(now.Workers[state].Count(), new KeyValuePair<string, object?>(Metrics.State, $"{state}")))
            : []);
    }

    public void Saw(int waiting, IReadOnlyList<WorkerView> workers) => seen = (waiting, workers.ToLookup(worker => worker.State));

    public void Dispose() => meter.Dispose();
}
