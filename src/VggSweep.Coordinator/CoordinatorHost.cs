using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Dashboard;
using VggSweep.Coordinator.Api;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Coordinator.Telemetry;
using VggSweep.Core.Api;
using VggSweep.ServiceDefaults;

namespace VggSweep.Coordinator;

/// <summary>What makes a silo's program a coordinator: its services and the HTTP API. The silo and the store are the program's.</summary>
public static class CoordinatorHost
{
    /// <summary>Comes before the silo, so that a wrong key is told before anything is joined.</summary>
    /// <exception cref="ConfigurationProblemException">The keys or the addresses of the API cannot work.</exception>
    public static void AddCoordinator(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults();
        var options = Settings.Read<CoordinatorOptions>(builder.Configuration, CoordinatorOptions.Section);
        var keys = ApiKeys.Read(options);
        var hosts = AllowedHosts.Read(options, keys);
        ApiAddresses.Require(builder.Configuration, builder.WebHost, keys);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(options)
            .AddSingleton<CoordinatorTelemetry>()
            .AddSingleton<SweepDesk>()
            .AddApiKeys(keys)
            .AddBrowserGuard(hosts)
            .AddProblemDetails()
            .AddOpenApi(ApiReference.Document, ApiReference.Describe)
            .AddExceptionHandler<FailureHandler>()
            .AddSingleton<SharedAnswers>()
            .AddResponseCompression(compression => compression.EnableForHttps = true)
            .ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions))
            .AddHealthChecks().AddCheck<ClusterHealth>("cluster");
    }

    public static WebApplication BuildCoordinator(this WebApplicationBuilder builder)
    {
        var options = Settings.Read<CoordinatorOptions>(builder.Configuration, CoordinatorOptions.Section);

        // After the silo, whose grains it calls: services start in the order in which they were added.
        builder.Services.AddHostedService<SweepKeeper>();
        if (options.OrleansDashboard)
        {
            builder.UseOrleans(silo => silo.AddDashboard());
        }

        var app = builder.Build();
        app.Use(AnswerHead);
        app.UseResponseCompression();
        app.UseExceptionHandler();
        app.UseStatusCodePages();

        // Said here, or they would come first, and what they refuse would have no body.
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        var needsKey = app.Services.GetRequiredService<ApiKeys>().Any;
        app.MapDefaultEndpoints(needsKey);
        app.MapApi(needsKey);
        app.MapApiReference(needsKey);
        if (options.OrleansDashboard)
        {
            var dashboard = app.MapOrleansDashboard("/orleans").ExcludeFromDescription();
            if (needsKey)
            {
                dashboard.RequireAuthorization();
            }
        }

        return app;
    }

    /// <summary>HEAD is GET whose body the server leaves out.</summary>
    private static Task AnswerHead(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    }
}
