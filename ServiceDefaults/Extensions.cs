using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using VggSweep.Core.Api;
using VggSweep.Core.Telemetry;
using VggSweep.ServiceDefaults;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every program of a cluster has, by Aspire's conventions: telemetry, health, service discovery and resilience.</summary>
public static class Extensions
{
    private const string Health = "/health";
    private const string Alive = "/alive";
    private const string Scrape = "/metrics";
    private const string Live = "live";

    /// <summary>
    /// Instruments at once: a sweep has seven, a lease three, and the usual 1,000 would be 140 sweeps that are not at their end.
    /// The places of those that have ended are taken again.
    /// </summary>
    private const int MostStreams = 10_000;

    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.ConfigureOpenTelemetry();
        builder.AddDefaultHealthChecks();
        builder.Services.AddHostedService<HangupStop>();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });
        return builder;
    }

    /// <summary>Metrics wait to be scraped; logs and traces leave only when OTEL_EXPORTER_OTLP_ENDPOINT says where to.</summary>
    public static TBuilder ConfigureOpenTelemetry<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var isExported = OtlpSettings.IsExported(builder.Configuration);
        var share = OtlpSettings.ShareOfTraces(builder.Configuration);
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(
                "VggSweep.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting",
                "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime")
            .SetMaxMetricStreams(MostStreams)
            .AddView(
                instrument =>
                    SeriesOf(instrument.Meter.Name) is { } most ? new MetricStreamConfiguration { CardinalityLimit = most } : null)
            .SetExemplarFilter(ExemplarFilterType.TraceBased)
            .AddPrometheusExporter(prometheus => prometheus.ScopeInfoEnabled = false));
        if (isExported)
        {
            OtlpSettings.LimitTimeout(builder.Configuration);
            builder.Logging.AddOpenTelemetry(logging => (logging.IncludeFormattedMessage, logging.IncludeScopes) = (true, true));
            telemetry.UseOtlpExporter().WithTracing(tracing => tracing
                .SetSampler(new FailedTrialsSampler(share))
                .AddSource(TrialTrace.Source)
                .AddAspNetCoreInstrumentation(
                    requests => requests.Filter = context => !IsOfProbes(context.Request.Path) && !IsOwnRead(context.Request))
                .AddHttpClientInstrumentation());
        }

        return builder;
    }

    public static TBuilder AddDefaultHealthChecks<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        return builder;
    }

    /// <summary><c>/health</c> asks every check, <c>/alive</c> whether the process answers; both say one word to anybody.</summary>
    /// <param name="needsKey">Whether <c>/metrics</c>, which names sweeps and workers, is for callers with a key.</param>
    public static WebApplication MapDefaultEndpoints(this WebApplication app, bool needsKey = false)
    {
        app.MapHealthChecks(Health);
        app.MapHealthChecks(Alive, new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) });
        var metrics = app.MapPrometheusScrapingEndpoint(Scrape);
        if (needsKey)
        {
            metrics.RequireAuthorization();
        }

        return app;
    }

    /// <summary>
    /// Room for the label sets of an instrument is taken at once: the many small meters ask for less than the usual
    /// 2,000.
    /// </summary>
    private static int? SeriesOf(string meter) =>
        meter switch { Metrics.LeaseMeter => 10, Metrics.SweepMeter => 500, _ => null };

    private static bool IsOwnRead(AspNetCore.Http.HttpRequest request) =>
        request.Method == "GET" && request.Headers.UserAgent == ApiUserAgent.Value;

    private static bool IsOfProbes(AspNetCore.Http.PathString path) =>
        path.StartsWithSegments(Health) || path.StartsWithSegments(Alive) || path.StartsWithSegments(Scrape);
}
