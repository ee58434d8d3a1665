using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace VggSweep.Telemetry.Tests;

/// <summary>A program with the defaults of all, whose <c>/metrics</c> is read as Prometheus does.</summary>
public sealed class Scraped : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient client = new();

    private Scraped(WebApplication app) => this.app = app;

    public static async Task<Scraped> StartAsync(bool isWell = true, string? otlp = null, Action<Activity>? ended = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = otlp;
        builder.AddServiceDefaults();
        if (ended is not null)
        {
            builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(new EndedSpans(ended)));
        }

        // Each scrape reads anew, and not what the last one a moment ago has read.
        builder.Services.Configure<PrometheusAspNetCoreOptions>(options => options.ScrapeResponseCacheDurationMilliseconds = 0);
        builder.Services.AddHealthChecks().AddCheck("given", () => isWell ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
        var app = builder.Build();
        app.MapDefaultEndpoints();
        await app.StartAsync();
        return new Scraped(app);
    }

    public Uri Address(string path) => new(new Uri(app.Urls.First()), path);

    public Task<HttpResponseMessage> GetAsync(string path) => client.GetAsync(Address(path));

    /// <returns>The lines of VggSweep's own series, without their comments.</returns>
    public async Task<IReadOnlyList<string>> OwnSeriesAsync() =>
        [
            .. (await client.GetStringAsync(Address("/metrics"))).Split('\n').Where(
                line => line.StartsWith("vggsweep_", StringComparison.Ordinal)),
        ];

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }
}
