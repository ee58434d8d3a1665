namespace VggSweep.AppHost.Forms;

/// <summary>What the cluster's servers run as.</summary>
internal enum ClusterForm
{
    /// <summary>PostgreSQL, Redis, Prometheus and Grafana in containers.</summary>
    Containers,

    /// <summary>The same servers as programs of this machine, with their data below the home.</summary>
    Local,

    /// <summary>One program that coordinates and trains on SQLite; no server.</summary>
    Embedded,
}
