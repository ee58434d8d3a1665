using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using VggSweep.ServiceDefaults;
using VggSweep.Worker.Slots;

namespace VggSweep.Worker;

/// <summary>A worker of a cluster: a silo that trains and keeps no grain of the coordinators.</summary>
public static partial class WorkerProgram
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "VggSweep:Worker";

    /// <summary>Several workers of one machine need no port of their own; whoever scrapes them names one.</summary>
    private const string AnyPort = "http://127.0.0.1:0";

    /// <summary>A trial that is asked to stop ends its step and writes a checkpoint; a large one needs its time.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMinutes(10);

    /// <returns>0 after a stop or a drain, 2 for a configuration that cannot work, 1 when the machine is at fault.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var host = await BuildAsync(args);
            await StartAsync(host);
            LogListening(host.Logger, ProgramVersion.Of(typeof(WorkerProgram)), string.Join(", ", host.Urls));
            return await host.Services.GetRequiredService<WorkerFault>().WatchAsync(host, Console.Error.WriteLine) ? 0 : 1;
        }
        catch (OperationCanceledException)
        {
            // Asked to end before a coordinator was there.
            return 0;
        }
        catch (ConfigurationProblemException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 2;
        }
    }

    private static async Task StartAsync(WebApplication host)
    {
        try
        {
            await host.StartAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is ConfigurationProblemException or OperationCanceledException)
        {
            // By then the silo is part of the cluster, and should not leave it as one that died.
            await host.StopAsync(CancellationToken.None);
            throw;
        }
    }

    private static async Task<WebApplication> BuildAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddProgramLogging();
        builder.AddServiceDefaults();
        ListenAddresses.Require(builder.Configuration, builder.WebHost, AnyPort);
        var options = WorkerConfiguration.Read(builder.Configuration.GetSection(Section));
        var scratch = ScratchFolder.Take(options.ScratchFolder!);
        builder.UseFreePorts();
        await builder.AddClusterSiloAsync();

        // In a program that has both roles' code the grains still belong to coordinators.
        builder.Services.PostConfigure<GrainTypeOptions>(types => types.Classes.RemoveWhere(type => type.Assembly.GetName().Name is "VggSweep.Coordinator" or "Orleans.Dashboard"));
        builder.Services
            .Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(_ => scratch)
            .AddSingleton<FilesMark>()
            .AddHostedService<SharedFolder>()
            .AddWorker(options);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        return app;
    }

    [LoggerMessage(LogLevel.Information, "Worker {Version}: health and metrics are at {Addresses}")]
    private static partial void LogListening(ILogger logger, string version, string addresses);
}
