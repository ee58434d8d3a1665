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

    /// <returns>0 after a stop, 2 for a configuration that cannot work, 69 for a server that is not there, 78 for another version.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = await BuildAsync(args);
            await app.StartAsync();
            LogListening(app.Logger, ProgramVersion.Of(typeof(CoordinatorProgram)), string.Join(", ", app.Urls), app.Configuration["Orleans:ClusterId"]!);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (ConfigurationProblemException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 2;
        }
        catch (StoreProblemException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return problem.Kind is StoreProblemKind.OtherVersion or StoreProblemKind.OtherCluster ? 78 : 69;
        }
    }

    private static async Task<WebApplication> BuildAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddProgramLogging();
        builder.AddCoordinator();
        await builder.AddClusterSiloAsync();
        var store = await SweepStore.ConnectAsync(
            builder.Configuration.GetConnectionString(Database) is { Length: > 0 } connection ? connection
                : throw new ConfigurationProblemException("ConnectionStrings__vggsweep is not set: it names the PostgreSQL database; set it as Host=…;Database=…;Username=…;Password=…."),
            builder.Configuration["Orleans:ClusterId"]!);
        builder.Services.AddSingleton(_ => store);
        return builder.BuildCoordinator();
    }

    [LoggerMessage(LogLevel.Information, "Coordinator {Version} of cluster {Cluster}: the API is at {Addresses}")]
    private static partial void LogListening(ILogger logger, string version, string addresses, string cluster);
}
