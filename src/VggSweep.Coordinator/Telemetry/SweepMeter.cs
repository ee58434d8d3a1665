using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Telemetry;
using VggSweep.Core.Trials;

namespace VggSweep.Coordinator.Telemetry;

/// <summary>The series of one sweep; they end with its meter.</summary>
internal sealed class SweepMeter
{
    private readonly KeyValuePair<string, object?> tag;
    private readonly Counter<long> finished;
    private readonly Counter<long> images;
    private readonly Histogram<double> epochs;
    private readonly ConcurrentDictionary<(int? Width, int Resolution), double> best = new();
    private IReadOnlyDictionary<TrialState, int> counts = new Dictionary<TrialState, int>();
    private IReadOnlyList<int> rungs = [];

    public SweepMeter(Meter meter, string sweep)
    {
        (Meter, tag) = (meter, new(Metrics.Sweep, sweep));
        finished = meter.Counter(Metrics.TrialsFinished);
        images = meter.Counter(Metrics.Images);
        epochs = meter.Histogram(Metrics.EpochDuration);
        // A sweep that never records an epoch stands still too.
        Add(0, 0);
        meter.Observe(Metrics.SweepProgress, () => [new(Progress(), tag)]);
        meter.Observe(Metrics.Trials, () => Enum.GetValues<TrialState>().Select(state =>
            new Measurement<double>(counts.GetValueOrDefault(state), tag, new(Metrics.State, $"{state}"))));
        meter.Observe(Metrics.BestAccuracy, () => best.Select(cell =>
            new Measurement<double>(cell.Value, tag, new(Metrics.Width, cell.Key.Width), new(Metrics.Resolution, cell.Key.Resolution))));
        meter.Observe(
            Metrics.RungTrials,
            () => Volatile.Read(ref rungs).Select((reached, rung) => new Measurement<double>(reached, tag, new(Metrics.Rung, rung))));
    }

    public Meter Meter { get; }

    /// <summary>How many trials are in each state.</summary>
    public void Count(IReadOnlyDictionary<TrialState, int> trials) => Volatile.Write(ref counts, trials);

    /// <summary>How many trials have reached each rung, now and before this meter began.</summary>
    public void Climbed(IReadOnlyList<int> reached) => Volatile.Write(ref rungs, reached);

    /// <summary>An epoch that was recorded now.</summary>
    public void Recorded(EpochRecord record, TrainingSpec training)
    {
        epochs.Record(record.Seconds, tag);
        Add(training.CountTrainingImages(), training.CountValidationImages());
    }

    /// <summary>What a cell of the grid reached, now or before this meter began.</summary>
    public void Reached((int? Width, int Resolution) cell, double accuracy) =>
        best.AddOrUpdate(cell, accuracy, (_, before) => Math.Max(before, accuracy));

    public void Finished(string outcome) => finished.Add(1, tag, new(Metrics.Outcome, outcome));

    private void Add(int trained, int validated)
    {
        images.Add(trained, tag, new(Metrics.Phase, "train"));
        images.Add(validated, tag, new(Metrics.Phase, "validation"));
    }

    private double Progress()
    {
        var now = Volatile.Read(ref counts);
        return now.Count == 0 ? 0 : (double)now.Where(count => count.Key.IsEnded()).Sum(count => count.Value) / now.Values.Sum();
    }
}
