using System.Diagnostics.Metrics;
using VggSweep.Core.Leases;
using VggSweep.Core.Telemetry;
using VggSweep.Core.Trials;

namespace VggSweep.Worker.Telemetry;

/// <summary>The series of one trial while it trains here.</summary>
internal sealed class LeaseMeter : IDisposable
{
    private readonly NumberedMeters numbered;
    private readonly Meter meter;
    private readonly KeyValuePair<string, object?> sweep;
    private readonly KeyValuePair<string, object?> trial;
    private readonly Gauge<double> loss;
    private readonly Gauge<double> accuracy;
    private readonly Gauge<double> epoch;

    public LeaseMeter(NumberedMeters numbered, LeaseKey lease)
    {
        (this.numbered, meter) = (numbered, numbered.Take());
        (sweep, trial) = (new(Metrics.Sweep, lease.Sweep), new(Metrics.Trial, lease.Trial));
        loss = meter.Gauge(Metrics.TrialLoss);
        accuracy = meter.Gauge(Metrics.TrialAccuracy);
        epoch = meter.Gauge(Metrics.TrialEpoch);
    }

    public void Recorded(EpochRecord record)
    {
        epoch.Record(record.Epoch, sweep, trial);
        Record("train", record.TrainLoss, record.TrainAccuracy);
        Record("validation", record.ValidationLoss, record.ValidationAccuracy);
    }

    public void Dispose() => numbered.Return(meter);

    private void Record(string part, double lossNow, double accuracyNow)
    {
        var split = new KeyValuePair<string, object?>(Metrics.Split, part);
        loss.Record(lossNow, sweep, trial, split);
        accuracy.Record(accuracyNow, sweep, trial, split);
    }
}
