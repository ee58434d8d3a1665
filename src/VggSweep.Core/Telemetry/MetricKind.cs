namespace VggSweep.Core.Telemetry;

/// <summary>How a metric's values come about.</summary>
public enum MetricKind
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>What is so now.</summary>
    Gauge,

    /// <summary>Many values, counted by their size.</summary>
    Histogram,
}
