using VggSweep.Core.Telemetry;
using static VggSweep.Core.Telemetry.Metrics;

namespace VggSweep.Dashboards;

/// <summary>
/// Recording rules over other exporters' series, and the alerts, in Prometheus' own form. Alerts compare the values of a
/// sweep's series, not their growth: a series begins with its first event, and no growth shows that.
/// </summary>
public static class Rules
{
    private static readonly Alert[] Alerts =
    [
        new("SweepStalled",
            $"max by ({Sweep}) ({SweepProgress.Series}) < 1 and on ({Sweep}) "
            + $"sum by ({Sweep}) (increase({Images.Series}[10m])) == 0 and on () max({QueueDepth.Series}) > 0",
            "30m", "warning",
            $"Sweep {{{{ $labels.{Sweep} }}}} records nothing, and trials wait",
            "Look at `vggsweep workers` and at what the sweep asks of them."),
        new("WorkerLost", $"sum(increase({WorkersLost.Series}[5m])) > 0", "0s", "critical",
            "A worker fell silent", "Its trials go on elsewhere; start it again, or look at its machine."),
        new("TrialsFailing",
            $"sum by ({Sweep}) ({TrialsFinished.Series}{{{Outcome}!~\"Completed|Pruned|Cancelled\"}}) > 2", "0s", "warning",
            $"Trials of sweep {{{{ $labels.{Sweep} }}}} fail", "`vggsweep trials` names the reason, `vggsweep logs` tells more."),
        new("QueueGrowing", $"max({QueueDepth.Series}) > 0 and deriv(max({QueueDepth.Series})[30m:1m]) > 0", "30m", "warning",
            "More trials come than are trained", "Start more workers, or be patient."),
        new("DiskNearlyFull", $"min by ({Worker}, {Folder}) ({DiskFree.Series} / {DiskSize.Series}) < 0.1", "5m", "critical",
            $"The disk of {{{{ $labels.{Worker} }}}}'s {{{{ $labels.{Folder} }}}} is nearly full",
            "Make room: checkpoints are not recorded when there is none."),
        new("SeriesOverflow", "count({otel_metric_overflow=\"true\"}) > 0", "0s", "warning",
            "A metric has too many label sets", "What exceeds them is no longer told apart; restart the program."),
        new("Divergence", $"sum by ({Sweep}) ({TrialsFinished.Series}{{{Outcome}=\"Diverged\"}}) > 0", "0s", "warning",
            $"Trials of sweep {{{{ $labels.{Sweep} }}}} diverge", "The same seed would do the same: lower the learning rate."),
    ];

    /// <summary>dcgm-exporter's series under the names of the catalogue, and in their units: it tells MiB and per cent.</summary>
    private static readonly (Metric Metric, string Expression)[] Devices =
    [
        (GpuUtilization, "DCGM_FI_DEV_GPU_UTIL / 100"),
        (GpuMemoryUsage, "DCGM_FI_DEV_FB_USED * 1048576"),
        (GpuMemoryLimit, "(DCGM_FI_DEV_FB_USED + DCGM_FI_DEV_FB_FREE) * 1048576"),
        (Power, "DCGM_FI_DEV_POWER_USAGE"),
        (Temperature, "DCGM_FI_DEV_GPU_TEMP"),
    ];

    public static string ToYaml() => "groups:\n  - name: devices\n    rules:\n" + string.Concat(Devices.Select(device =>
        $$"""
              - record: {{device.Metric.Series}}
                expr: 'max by ({{Hardware}}) (label_replace({{device.Expression}}, "{{Hardware}}", "$1", "UUID", "(.+)"))'

        """)) + "  - name: vggsweep\n    rules:\n" + string.Concat(Alerts.Select(alert =>
        $$"""
              - alert: {{alert.Name}}
                expr: '{{alert.Expression}}'
                for: {{alert.For}}
                labels: { severity: {{alert.Severity}} }
                annotations:
                  summary: "{{alert.Summary}}"
                  description: "{{alert.ToDo}}"

        """));

    private sealed record Alert(string Name, string Expression, string For, string Severity, string Summary, string ToDo);
}
