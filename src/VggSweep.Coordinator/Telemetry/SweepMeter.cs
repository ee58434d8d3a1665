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
    private readonly CellLabels labels;
    private readonly ConcurrentDictionary<string, Measurement<double>> best = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<TrialState, int> counts = new Dictionary<TrialState, int>();
    private IReadOnlyList<int> rungs = [];

    /// <param name="parameters">What the sweep varies.</param>
    public SweepMeter(Meter meter, string sweep, IReadOnlyList<ParameterSpace> parameters)
    {
        (Meter, tag, labels) = (meter, new(Metrics.Sweep, sweep), new CellLabels(parameters));
        finished = meter.Counter(Metrics.TrialsFinished);
        images = meter.Counter(Metrics.Images);
        epochs = meter.Histogram(Metrics.EpochDuration);
        // A sweep that never records an epoch stands still too.
        Add(0, 0);
        meter.Observe(Metrics.SweepProgress, () => [new(Progress(), tag)]);
        meter.Observe(Metrics.Trials, () => Enum.GetValues<TrialState>().Select(state =>
            new Measurement<double>(counts.GetValueOrDefault(state), tag, new(Metrics.State, $"{state}"))));
        meter.Observe(Metrics.BestAccuracy, () => best.Values);
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

    /// <summary>The validation accuracy that a trial reached, now or before this meter began.</summary>
    /// <remarks>An extension may add cells beyond the limit: those have no series.</remarks>
    public void Reached(TrialParameters trial, double accuracy)
    {
        var cell = labels.Of(trial);
        var key = string.Join(' ', cell);
        if (best.Count < CellLabels.MostCells || best.ContainsKey(key))
        {
            var reached = new Measurement<double>(accuracy, [tag, .. cell]);
            best.AddOrUpdate(key, reached, (_, before) => before.Value >= accuracy ? before : reached);
        }
    }

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
