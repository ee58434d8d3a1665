using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VggSweep.ServiceDefaults;
using VggSweep.Store;

namespace VggSweep.Coordinator;

/// <summary>A coordinator of a cluster: its grains, and the HTTP API.</summary>
public static partial class CoordinatorProgram
{
    private const string Database = "vggsweep";

    /// <returns>
    /// 0 after a stop, 2 for a configuration that cannot work, 69 for a server that is not there, 78 for another
    /// version.
    /// </returns>
    public static Task<int> RunAsync(string[] args) => ProgramStart.RunAsync(async () =>
    {
        await using var app = await BuildAsync(args);
        await app.StartGuardedAsync();
        LogListening(
            app.Logger, ProgramVersion.Of(typeof(CoordinatorProgram)), string.Join(", ", app.Urls),
            app.Configuration["Orleans:ClusterId"]!);
        await app.WaitForShutdownAsync();
        return 0;
    });

    /// <exception cref="ConfigurationProblemException">The configuration cannot work.</exception>
    internal static Task<WebApplication> BuildAsync(string[] args)
    {
        var builder = ProgramStart.CreateBuilder(args);
        return ProgramStart.GuardAsync(builder.Configuration, () => BuildAsync(builder));
    }

    private static async Task<WebApplication> BuildAsync(WebApplicationBuilder builder)
    {
        builder.AddProgramLogging();
        builder.AddCoordinator();
        await builder.AddClusterSiloAsync(SiloRole.Coordinator);
        var store = await ConnectAsync(builder.Configuration);
        builder.Services.AddSingleton(_ => store);
        return builder.BuildCoordinator();
    }

    private static async Task<SweepStore> ConnectAsync(ConfigurationManager configuration)
    {
        try
        {
            return await SweepStore.ConnectAsync(
                configuration.GetConnectionString(Database) is { Length: > 0 } connection ? connection
                    : throw new ConfigurationProblemException(
                        "ConnectionStrings__vggsweep is not set: it names the PostgreSQL database; set it as "
                        + "Host=…;Database=…;Username=…;Password=…."),
                configuration["Orleans:ClusterId"]!);
        }
        catch (StoreProblemException problem)
        {
            throw new ConfigurationProblemException(
                problem.Message,
                problem.Kind is StoreProblemKind.OtherVersion or StoreProblemKind.OtherCluster ? 78 : 69);
        }
    }

    [LoggerMessage(LogLevel.Information, "Coordinator {Version} of cluster {Cluster}: the API is at {Addresses}")]
    private static partial void LogListening(ILogger logger, string version, string addresses, string cluster);
}
