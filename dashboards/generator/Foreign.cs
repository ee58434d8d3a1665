namespace VggSweep.Dashboards;

/// <summary>
/// Series of Orleans, ASP.NET Core and .NET, as Prometheus keeps them; the check against a real cluster tells when one
/// is renamed.
/// </summary>
internal static class Foreign
{
    public const string Requests = "http_server_request_duration_seconds";
    public const string ProcessCpu = "dotnet_process_cpu_time_seconds_total";
    public const string ProcessMemory = "dotnet_process_memory_working_set_bytes";
    public const string Activations = "orleans_catalog_activations";
    public const string GrainCalls = "orleans_app_requests_latency_milliseconds";
}
