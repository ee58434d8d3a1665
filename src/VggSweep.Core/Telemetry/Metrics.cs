namespace VggSweep.Core.Telemetry;

/// <summary>
/// Every metric of VggSweep. What carries a sweep's id belongs to a meter that ends soon after the sweep, what carries a
/// trial's to a meter of its lease: a series must not outlive what it tells of.
/// </summary>
public static class Metrics
{
    /// <summary>Name of the meters of sweeps, one each.</summary>
    public const string SweepMeter = "VggSweep.Sweep";

    /// <summary>Name of the meters of leases, one each.</summary>
    public const string LeaseMeter = "VggSweep.Lease";

    public const string Sweep = "sweep_id";
    public const string Trial = "trial_id";
    public const string Worker = "worker_id";
    public const string State = "state";
    public const string Outcome = "outcome";
    public const string Reason = "reason";
    public const string Decision = "decision";
    public const string Phase = "phase";
    public const string Split = "split";
    public const string Rung = "rung";
    public const string Operation = "op";
    public const string Folder = "folder";
    public const string Device = "device";
    public const string Driver = "driver";
    public const string Hardware = "hw_id";

    private static readonly double[] Seconds = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000];
    private static readonly double[] Bytes = [.. Enumerable.Range(4, 8).Select(power => Math.Pow(8, power))];

    public static readonly Metric SweepProgress = new(
        "vggsweep.sweep.progress.ratio", MetricKind.Gauge, "1", "Share of the sweep's trials that have ended.", Sweep);

    public static readonly Metric Trials = new(
        "vggsweep.trials", MetricKind.Gauge, "{trial}", "Trials of the sweep by their state.", Sweep, State);

    public static readonly Metric TrialsFinished = new(
        "vggsweep.trials.finished", MetricKind.Counter, "{trial}", "Trials that have ended, by how.", Sweep, Outcome);

    public static readonly Metric EpochDuration = new(
        "vggsweep.epoch.duration", MetricKind.Histogram, "s", "Wall time of an epoch's training and validation.", Sweep)
    { Buckets = Seconds };

    public static readonly Metric Images = new(
        "vggsweep.images.processed", MetricKind.Counter, "{image}", "Images of recorded epochs, trained or validated on.", Sweep, Phase);

    /// <summary>Labelled by the sweep's own axes too, each under its key.</summary>
    public static readonly Metric BestAccuracy = new(
        "vggsweep.best.accuracy.ratio", MetricKind.Gauge, "1", "Best validation accuracy of a cell of the sweep.",
        Sweep);

    public static readonly Metric RungTrials = new(
        "vggsweep.rung.trials", MetricKind.Gauge, "{trial}", "Trials that have reached a rung of the sweep, from 0.", Sweep, Rung);

    public static readonly Metric SchedulerDecisions = new(
        "vggsweep.scheduler.decisions", MetricKind.Counter, "{decision}", "Answers of schedulers to recorded epochs.", Decision);

    public static readonly Metric TrialRetries = new(
        "vggsweep.trial.retries", MetricKind.Counter, "{attempt}",
        "Attempts that ended and left the trial to another one, by how they ended.", Reason);

    public static readonly Metric LeasesLost = new(
        "vggsweep.leases.lost", MetricKind.Counter, "{lease}", "Leases taken back from workers that fell silent.");

    public static readonly Metric QueueDepth = new("vggsweep.queue.depth", MetricKind.Gauge, "{trial}", "Trials that wait for a slot.");

    public static readonly Metric QueueDuration = new(
        "vggsweep.trial.queue.duration", MetricKind.Histogram, "s", "How long a trial waited for its slot.")
    { Buckets = Seconds };

    public static readonly Metric Workers = new(
        "vggsweep.workers", MetricKind.Gauge, "{worker}", "Workers that are alive, by their state.", State);

    public static readonly Metric WorkersLost = new(
        "vggsweep.workers.lost", MetricKind.Counter, "{worker}", "Workers that fell silent without leaving.");

    public static readonly Metric WorkerSlots = new(
        "vggsweep.worker.slots", MetricKind.Gauge, "{slot}", "Slots of the worker, busy and free.", Worker, State);

    public static readonly Metric WorkerInfo = new(
        "vggsweep.worker.info", MetricKind.Gauge, "1", "Always 1: what the worker trains with.", Worker, Device, Driver);

    public static readonly Metric DiskFree = new("vggsweep.disk.free", MetricKind.Gauge, "By", "Room for checkpoints.", Worker, Folder);

    public static readonly Metric DiskSize = new(
        "vggsweep.disk.size", MetricKind.Gauge, "By", "Size of the disk that checkpoints are on.", Worker, Folder);

    public static readonly Metric CheckpointSize = new(
        "vggsweep.checkpoint.size", MetricKind.Histogram, "By", "Size of a checkpoint, at its save and its upload.", Operation)
    { Buckets = Bytes };

    public static readonly Metric CheckpointDuration = new(
        "vggsweep.checkpoint.duration", MetricKind.Histogram, "s", "How long a checkpoint's save or upload took.", Operation)
    { Buckets = Seconds };

    public static readonly Metric TrialLoss = new(
        "vggsweep.trial.loss", MetricKind.Gauge, "1", "Loss of the trial's newest epoch.", Sweep, Trial, Split);

    public static readonly Metric TrialAccuracy = new(
        "vggsweep.trial.accuracy.ratio", MetricKind.Gauge, "1", "Accuracy of the trial's newest epoch.", Sweep, Trial, Split);

    public static readonly Metric TrialEpoch = new(
        "vggsweep.trial.epoch", MetricKind.Gauge, "{epoch}", "Epochs that the trial has behind it.", Sweep, Trial);

    public static readonly Metric GpuUtilization = new(
        "hw.gpu.utilization", MetricKind.Gauge, "1", "Share of the time in which the GPU computed.", Hardware);

    public static readonly Metric GpuMemoryUsage = new(
        "hw.gpu.memory.usage", MetricKind.Gauge, "By", "Memory of the GPU that is taken.", Hardware);

    public static readonly Metric GpuMemoryLimit = new("hw.gpu.memory.limit", MetricKind.Gauge, "By", "Memory that the GPU has.", Hardware);

    public static readonly Metric Power = new("hw.power", MetricKind.Gauge, "W", "Power that the GPU draws.", Hardware);

    public static readonly Metric Temperature = new("hw.temperature", MetricKind.Gauge, "Cel", "Temperature of the GPU.", Hardware);

    /// <summary>
    /// Of the devices. They are no instruments of ours: Prometheus makes them of what NVIDIA's dcgm-exporter tells,
    /// where that runs.
    /// </summary>
    public static IReadOnlyList<Metric> OfDevices { get; } = [GpuUtilization, GpuMemoryUsage, GpuMemoryLimit, Power, Temperature];

    /// <summary>Of the programs.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        SweepProgress, Trials, TrialsFinished, EpochDuration, Images, BestAccuracy, RungTrials, SchedulerDecisions,
        TrialRetries, LeasesLost,
        QueueDepth, QueueDuration, Workers, WorkersLost, WorkerSlots, WorkerInfo, DiskFree, DiskSize, CheckpointSize, CheckpointDuration,
        TrialLoss, TrialAccuracy, TrialEpoch,
    ];
}
