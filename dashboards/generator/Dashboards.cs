using VggSweep.Core.Telemetry;
using static VggSweep.Core.Telemetry.Metrics;

namespace VggSweep.Dashboards;

/// <summary>The dashboards, made of the catalogue: a metric that is renamed is renamed here too, or the build breaks.</summary>
public static class Dashboards
{
    private const string Width = "width";
    private const string Resolution = "resolution";
    private const string Rate = "[$__rate_interval]";
    private const string OfSweep = $"{{{Sweep}=\"$sweep\"}}";
    private const string OfGpus = $"{{{Hardware}=~\"$gpu\"}}";
    private const string OfWorkers = $"{{{Worker}=~\"$worker\"}}";

    private static readonly Annotation[] Marks =
    [
        new(
            "Sweep started",
            $"count by ({Sweep}) ({SweepProgress.Series}) unless count by ({Sweep}) "
            + $"(count_over_time({SweepProgress.Series}[1h] offset 1m))",
            $"{{{{{Sweep}}}}}", "green"),
        new("Worker lost", $"sum(increase({WorkersLost.Series}[1m])) > 0", "A worker fell silent.", "red"),
        new(
            "Pruned", $"sum(increase({SchedulerDecisions.Series}{{{Decision}=\"Prune\"}}[1m])) > 0",
            "The scheduler ended trials.", "orange"),
    ];

    public static IReadOnlyList<Dashboard> All { get; } = [Fleet(), OneSweep(), WorkersAndDevices(), ControlPlane()];

    /// <summary>Shows nothing where no dcgm-exporter runs.</summary>
    public static Dashboard Devices { get; } = new("vggsweep-devices", "VggSweep: GPUs",
        "GPU metrics of NVIDIA's dcgm-exporter; empty where none runs (--Parameters:device-metrics=dcgm).",
        [new("gpu", Hardware, GpuUtilization.Series, IsMulti: true)],
    [
        new("Use", "Share of the time in which the GPU computed.", "timeseries", "percentunit", 12, OfGpu(GpuUtilization)),
        new("Memory", "Share that is taken.", "timeseries", "percentunit", 12,
            new Query($"{GpuMemoryUsage.Series}{OfGpus} / {GpuMemoryLimit.Series}{OfGpus}", $"{{{{{Hardware}}}}}")),
        new("Power", "That the GPU draws.", "timeseries", "watt", 12, OfGpu(Power)),
        new("Temperature", "Of the GPU.", "timeseries", "celsius", 12, OfGpu(Temperature)),
    ]);

    private static Query OfGpu(Metric metric) => new($"{metric.Series}{OfGpus}", $"{{{{{Hardware}}}}}");

    private static Dashboard Fleet() => new("vggsweep-fleet", "VggSweep: fleet", "All sweeps and what they wait for.", [],
    [
        new(
            "Workers", "Workers that are alive, by their state.", "stat", "short", 6,
            new Query($"max by ({State}) ({Workers.Series})", $"{{{{{State}}}}}")),
        new("Busy slots", "Share of the slots that train.", "gauge", "percentunit", 6,
            new Query($"sum({WorkerSlots.Series}{{{State}=\"busy\"}}) / sum({WorkerSlots.Series})", "busy")),
        new("Queue", "Trials that wait for a slot.", "timeseries", "short", 12, new Query($"max({QueueDepth.Series})", "waiting")),
        new(
            "Sweeps", "Share of each sweep's trials that have ended.", "table", "percentunit", 12,
            new Query($"max by ({Sweep}) ({SweepProgress.Series})", $"{{{{{Sweep}}}}}"))
        {
            Columns = [Sweep],
        },
        new("Images a second", "Of recorded epochs, trained or validated on.", "timeseries", "short", 12,
            new Query($"sum by ({Sweep}) (rate({Images.Series}{Rate}))", $"{{{{{Sweep}}}}}")),
        new("Trials finished a minute", "By how they ended.", "timeseries", "short", 12,
            new Query($"60 * sum by ({Outcome}) (rate({TrialsFinished.Series}{Rate}))", $"{{{{{Outcome}}}}}")),
        new("Wait for a slot", "How long trials waited, half of them and 95 in 100.", "timeseries", "s", 12,
            Quantile(0.5, QueueDuration.Series, ""), Quantile(0.95, QueueDuration.Series, "")),
    ])
    {
        Annotations = Marks,
    };

    private static Dashboard OneSweep() => new("vggsweep-sweep", "VggSweep: one sweep", "How far a sweep is, and what its trials reach.",
        [new("sweep", Sweep, SweepProgress.Series, IsMulti: false)],
    [
        new(
            "Progress", "Share of the trials that have ended.", "gauge", "percentunit", 6,
            new Query($"max({SweepProgress.Series}{OfSweep})", "ended")),
        new(
            "Trials", "By their state.", "timeseries", "short", 9,
            new Query($"max by ({State}) ({Trials.Series}{OfSweep})", $"{{{{{State}}}}}")),
        new(
            "Outcomes", "How trials ended.", "timeseries", "short", 9,
            new Query($"sum by ({Outcome}) ({TrialsFinished.Series}{OfSweep})", $"{{{{{Outcome}}}}}")),
        new("Best by width and resolution", "Best validation accuracy of each cell of the grid.", "table", "percentunit", 12,
            new Query($"max by ({Width}, {Resolution}) ({BestAccuracy.Series}{OfSweep})", $"{{{{{Width}}}}} × {{{{{Resolution}}}}}"))
        {
            Columns = [Width, Resolution],
        },
        new("Best over time", "Best validation accuracy of each cell of the grid.", "timeseries", "percentunit", 12,
            new Query($"max by ({Width}, {Resolution}) ({BestAccuracy.Series}{OfSweep})", $"{{{{{Width}}}}} × {{{{{Resolution}}}}}")),
        new("Accuracy", "Validation accuracy of the trials that train now.", "timeseries", "percentunit", 12,
            new Query(
                $"max by ({Trial}) ({TrialAccuracy.Series}{{{Sweep}=\"$sweep\", {Split}=\"validation\"}})",
                $"trial {{{{{Trial}}}}}")),
        new("Loss", "Of the trials that train now.", "timeseries", "short", 12,
            new Query($"max by ({Trial}, {Split}) ({TrialLoss.Series}{OfSweep})", $"trial {{{{{Trial}}}}} {{{{{Split}}}}}")),
        new("Epoch", "Epochs that the trials in training have behind them.", "timeseries", "short", 12,
            new Query($"max by ({Trial}) ({TrialEpoch.Series}{OfSweep})", $"trial {{{{{Trial}}}}}")),
        new("Time of an epoch", "Training and validation, half of the epochs and 95 in 100.", "timeseries", "s", 12,
            Quantile(0.5, EpochDuration.Series, OfSweep), Quantile(0.95, EpochDuration.Series, OfSweep)),
        new("Rungs", "Trials that have reached each rung; without successive halving there are none.", "timeseries", "short", 12,
            new Query($"max by ({Rung}) ({RungTrials.Series}{OfSweep})", $"rung {{{{{Rung}}}}}")),
    ])
    {
        Annotations = Marks,
    };

    private static Dashboard WorkersAndDevices() =>
        new("vggsweep-workers", "VggSweep: workers and devices", "Use, saturation and errors of what trains.",
        [new("worker", Worker, WorkerSlots.Series, IsMulti: true)],
    [
        new("What they train with", "Device and libraries of each worker.", "table", "none", 12,
            new Query($"max by ({Worker}, {Device}, {Driver}) ({WorkerInfo.Series}{OfWorkers})", $"{{{{{Worker}}}}}"))
        {
            Columns = [Worker, Device, Driver],
        },
        new(
            "Slots", "Busy and free.", "timeseries", "short", 12,
            new Query($"sum by ({Worker}, {State}) ({WorkerSlots.Series}{OfWorkers})", $"{{{{{Worker}}}}} {{{{{State}}}}}")),
        new("Room for checkpoints", "Free share of the disk that a folder is on.", "timeseries", "percentunit", 12,
            new Query(
                $"max by ({Worker}, {Folder}) ({DiskFree.Series}{OfWorkers} / {DiskSize.Series}{OfWorkers})",
                $"{{{{{Worker}}}}} {{{{{Folder}}}}}")),
        new("Checkpoints", "Time of a save and of an upload, 95 in 100.", "timeseries", "s", 12,
            new Query(
                $"histogram_quantile(0.95, sum by (le, {Operation}) (rate({CheckpointDuration.Series}_bucket{Rate})))",
                $"{{{{{Operation}}}}}")),
        new("Size of checkpoints", "Mean, as saved and as uploaded.", "timeseries", "bytes", 12,
            new Query(
                $"sum by ({Operation}) (rate({CheckpointSize.Series}_sum{Rate})) / sum by ({Operation}) "
                + $"(rate({CheckpointSize.Series}_count{Rate}) > 0)",
                $"{{{{{Operation}}}}}")),
        new("Processor of the worker", "Cores that the worker's own process takes; its trainers are beside it.", "timeseries", "short", 12,
            new Query($"sum by (instance) (rate({Foreign.ProcessCpu}{{job=\"vggsweep-worker\"}}{Rate}))", "{{instance}}")),
        new(
            "Leases lost", "Taken back from workers that fell silent.", "timeseries", "short", 12,
            new Query($"sum(increase({LeasesLost.Series}{Rate}))", "leases")),
        new("Retries", "Attempts that left their trial to another one, by how they ended.", "timeseries", "short", 12,
            new Query($"sum by ({Reason}) ({TrialRetries.Series})", $"{{{{{Reason}}}}}")),
    ])
        {
            Annotations = Marks,
        };

    private static Dashboard ControlPlane() =>
        new("vggsweep-control", "VggSweep: control plane", "Rate, errors and duration of the API and of Orleans.", [],
    [
        new("API requests a second", "By route and answer.", "timeseries", "reqps", 12,
            new Query(
                $"sum by (http_route, http_response_status_code) (rate({Foreign.Requests}_count{{job=\"vggsweep-coordinator\"}}{Rate}))",
                "{{http_route}} {{http_response_status_code}}")),
        new("Time of an API request", "Half of them and 95 in 100.", "timeseries", "s", 12,
            Quantile(0.5, Foreign.Requests, "{job=\"vggsweep-coordinator\"}"),
            Quantile(0.95, Foreign.Requests, "{job=\"vggsweep-coordinator\"}")),
        new("Answers of schedulers a second", "To recorded epochs.", "timeseries", "short", 12,
            new Query($"sum by ({Decision}) (rate({SchedulerDecisions.Series}{Rate}))", $"{{{{{Decision}}}}}")),
        new(
            "Grains", "Active in each silo.", "timeseries", "short", 12,
            new Query($"sum by (instance) ({Foreign.Activations})", "{{instance}}")),
        new("Time of a grain's answer", "Mean of each silo's calls.", "timeseries", "ms", 12,
            new Query(
                $"sum by (instance) (rate({Foreign.GrainCalls}_sum{Rate})) / sum by (instance) "
                + $"(rate({Foreign.GrainCalls}_count{Rate}) > 0)",
                "{{instance}}")),
        new("Memory of the programs", "Resident; trainers are processes of their own.", "timeseries", "bytes", 12,
            new Query($"sum by (job, instance) ({Foreign.ProcessMemory})", "{{job}} {{instance}}")),
        new(
            "Scrapes", "Time that reading the metrics of a program took.", "timeseries", "s", 12,
            new Query("max by (job, instance) (scrape_duration_seconds)", "{{job}} {{instance}}")),
        new(
            "Series", "Of each program; they end with what they tell of.", "timeseries", "short", 12,
            new Query("max by (job, instance) (scrape_samples_scraped)", "{{job}} {{instance}}")),
    ])
        {
            Annotations = Marks,
        };

    private static Query Quantile(double share, string series, string selector) => new(
        FormattableString.Invariant($"histogram_quantile({share}, sum by (le) (rate({series}_bucket{selector}{Rate})))"),
        FormattableString.Invariant($"{share * 100:0} %"));
}
