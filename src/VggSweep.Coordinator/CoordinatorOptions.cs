using System.ComponentModel.DataAnnotations;

namespace VggSweep.Coordinator;

/// <summary>How a coordinator deals with its workers and its callers: the section <c>VggSweep</c> of the configuration.</summary>
public sealed class CoordinatorOptions
{
    public const string Section = "VggSweep";

    /// <summary>
    /// How long a lease lasts without a renewal. Long enough for a coordinator to restart within (measured: 4 s), short
    /// enough that a dead worker's trials wait little. Workers renew four times in it. Default: 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan LeaseTtl { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often Prometheus reads the metrics. The series of a sweep stay for two of them after its end, so that its last
    /// values are seen and no more. Default: 15 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ScrapeInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The workers' shared folder, for showing the logs of trials. Default: none, and then they are not shown.</summary>
    public string? Files { get; set; }

    /// <summary>
    /// Whether Orleans' own dashboard is at <c>/orleans</c>, for callers with a key where there are keys. It counts the calls
    /// of every grain while somebody looks, and a minute longer. Default: false.
    /// </summary>
    public bool OrleansDashboard { get; set; }

    /// <summary>SHA-256 of each key that the HTTP API takes, in hex. Default: none, and then it listens on loopback alone.</summary>
    public IReadOnlyList<string> ApiKeyHashes { get; set; } = [];

    /// <summary>
    /// Host names by which the API is reached, beside those of loopback, as <c>sweeps.example.org</c> or, where browsers see another
    /// port than 80 and 443, <c>sweeps.example.org:8443</c>. Without keys a request for any other host is refused, since a web page
    /// can point its own name at this machine. Default: none, and with keys any host.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    /// <summary>A file with a key on each line, as orchestrators mount secrets. Default: none.</summary>
    public string? ApiKeyFile { get; set; }
}
