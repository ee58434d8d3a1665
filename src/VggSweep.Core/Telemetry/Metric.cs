namespace VggSweep.Core.Telemetry;

/// <summary>A metric as data: the instruments are made from it, and so are the queries of dashboards and rules.</summary>
/// <param name="Name">By OpenTelemetry's conventions, as <c>vggsweep.epoch.duration</c>.</param>
/// <param name="Unit">By UCUM: <c>s</c>, <c>By</c>, <c>W</c>, <c>Cel</c>, <c>1</c>, or what is counted in braces.</param>
public sealed record Metric(string Name, MetricKind Kind, string Unit, string Description, params IReadOnlyList<string> Labels)
{
    /// <summary>Upper bounds of a histogram's buckets.</summary>
    public IReadOnlyList<double>? Buckets { get; init; }

    /// <summary>
    /// The name under which Prometheus keeps it; a histogram's is followed by <c>_bucket</c>, <c>_sum</c> or
    /// <c>_count</c>.
    /// </summary>
    public string Series => Name.Replace('.', '_')
        + Unit switch { "s" => "_seconds", "By" => "_bytes", "W" => "_watts", "Cel" => "_celsius", _ => "" } + (
            Kind is MetricKind.Counter ? "_total" : "");
}
