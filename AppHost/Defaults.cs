using Microsoft.Extensions.Configuration;

namespace VggSweep.AppHost;

/// <summary>
/// What <c>dotnet run</c> takes from the AppHost's folder and launch profile, for <c>dotnet AppHost.dll</c> from any folder:
/// parameters, passwords generated before, and the dashboard's addresses. Whatever else is configured overrides it.
/// </summary>
internal static class Defaults
{
    private static readonly Dictionary<string, string?> Addresses = new()
    {
        ["ASPNETCORE_URLS"] = "http://localhost:15080",
        ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:15081",
        ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = "http://localhost:15082",
    };

    public static IDistributedApplicationBuilder AddDefaults(this IDistributedApplicationBuilder builder)
    {
        var defaults = new ConfigurationBuilder()
            .AddInMemoryCollection(Addresses)
            .AddJsonFile(Path.Combine(builder.AppHostDirectory, "appsettings.json"), optional: true)
            .AddUserSecrets(typeof(Defaults).Assembly, optional: true)
            .Build();
        builder.Configuration.Sources.Insert(
            0, new ChainedConfigurationSource { Configuration = defaults, ShouldDisposeConfiguration = true });
        return builder;
    }
}
