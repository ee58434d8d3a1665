using System.Diagnostics.Metrics;

namespace VggSweep.Core.Telemetry;

/// <summary>Makes the instruments of the catalogue.</summary>
public static class Instruments
{
    public static Counter<long> Counter(this Meter meter, Metric metric) =>
        meter.CreateCounter<long>(Checked(metric, MetricKind.Counter), metric.Unit, metric.Description);

    public static Gauge<double> Gauge(this Meter meter, Metric metric) =>
        meter.CreateGauge<double>(Checked(metric, MetricKind.Gauge), metric.Unit, metric.Description);

    /// <param name="read">Called at each scrape, on any thread.</param>
    public static void Observe(this Meter meter, Metric metric, Func<IEnumerable<Measurement<double>>> read) =>
        meter.CreateObservableGauge(Checked(metric, MetricKind.Gauge), read, metric.Unit, metric.Description);

    public static Histogram<double> Histogram(this Meter meter, Metric metric) => meter.CreateHistogram(
        Checked(metric, MetricKind.Histogram), metric.Unit, metric.Description, tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = metric.Buckets });

    private static string Checked(Metric metric, MetricKind kind) =>
        metric.Kind == kind ? metric.Name : throw new ArgumentException($"{metric.Name} is a {metric.Kind}, and no {kind}.");
}
