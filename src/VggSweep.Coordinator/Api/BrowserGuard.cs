using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace VggSweep.Coordinator.Api;

/// <summary>
/// Comes before everything that the program serves. Loopback is open to every page in a browser on this machine: a request under a
/// name that is not ours (DNS rebinding) is refused, and so is a change that the page of another origin asks for. Programs send
/// neither <c>Origin</c> nor <c>Sec-Fetch-Site</c> and are not concerned.
/// </summary>
internal sealed class BrowserGuard(RequestDelegate next, AllowedHosts hosts, ListenGuard listening)
{
    private static readonly string[] OwnSites = ["same-origin", "none"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (!await listening.Checked)
        {
            context.Abort();
            return;
        }

        context.Response.OnStarting(() =>
        {
            // Nobody frames our pages to have a person click in them, and nobody runs a log as a script.
            context.Response.Headers.XFrameOptions = "DENY";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return Task.CompletedTask;
        });
        if (Refusal(context.Request) is { } reason)
        {
            await TypedResults.Problem(reason, statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    /// <returns>Null for a request that is served.</returns>
    private string? Refusal(HttpRequest request)
    {
        if (!hosts.Takes(request.Host))
        {
            return $"The API is not served for the host '{request.Host}'; ask it by a loopback address, or name the "
                + "host in VggSweep__AllowedHosts__0.";
        }

        var (origin, site) = (request.Headers.Origin, request.Headers["Sec-Fetch-Site"]);
        var isOwn = (origin.Count == 0 || hosts.IsOwn(origin.ToString(), request.Host))
            && (site.Count == 0 || OwnSites.Contains(site.ToString()));
        return isOwn || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            ? null
            : $"A page of {(origin.Count == 0 ? "another site" : $"'{origin}'")} may not change anything here; "
                + "where that is this API behind a proxy, name its host in VggSweep__AllowedHosts__0.";
    }
}

internal static class BrowserGuardRegistration
{
    public static IServiceCollection AddBrowserGuard(this IServiceCollection services, AllowedHosts hosts) => services
        .AddSingleton(hosts)
        .AddSingleton<ListenGuard>()
        .AddSingleton<IHostedService>(services => services.GetRequiredService<ListenGuard>())
        .AddSingleton<IStartupFilter, First>();

    /// <summary>Before all middleware, whoever adds it.</summary>
    private sealed class First : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app => next(app.UseMiddleware<BrowserGuard>());
    }
}
