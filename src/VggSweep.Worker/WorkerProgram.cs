using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using VggSweep.Core.Trials;
using VggSweep.ServiceDefaults;
using VggSweep.Worker.Slots;
using VggSweep.Worker.Trainers;

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

    /// <returns>
    /// 0 after a stop or a drain, 2 for a configuration that cannot work, 69 or 74 when the machine is at fault, 70 for a bug,
    /// 75 for a silo that its cluster has declared dead.
    /// </returns>
    public static Task<int> RunAsync(string[] args) => ProgramStart.RunAsync(async () =>
    {
        try
        {
            await using var host = await BuildAsync(args);
            await host.StartGuardedAsync();
            LogListening(host.Logger, ProgramVersion.Of(typeof(WorkerProgram)), string.Join(", ", host.Urls));
            return await host.Services.GetRequiredService<WorkerFault>().WatchAsync(host, Console.Error.WriteLine);
        }
        catch (MachineFaultException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return WorkerFault.ExitCodeOf(fault.Kind);
        }
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
        builder.AddServiceDefaults();
        ListenAddresses.Require(builder.Configuration, builder.WebHost, AnyPort);
        var options = WorkerConfiguration.Read(builder.Configuration);
        if (await DataFolder.FaultOfAsync(options.DataFolder) is { } damage)
        {
            // Before it joins: one that supervisors start again and again would take a trial each time.
            throw new MachineFaultException(MachineFaultKind.Data, damage);
        }

        await RequireTrainerAsync(options);
        var scratch = ScratchFolder.Take(options.ScratchFolder!);
        builder.UseFreePorts();
        await builder.AddClusterSiloAsync(SiloRole.Worker);

        // In a program that has both roles' code the grains still belong to coordinators.
        builder.Services.PostConfigure<GrainTypeOptions>(
            types => types.Classes.RemoveWhere(type => type.Assembly.GetName().Name is "VggSweep.Coordinator" or "Orleans.Dashboard"));
        builder.Services
            .Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(_ => scratch)
            .AddSingleton<FilesMark>()
            .AddHostedService<UniqueName>()
            .AddHostedService<SharedFolder>()
            .AddWorker(options);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        return app;
    }

    /// <summary>What this program did not ship, a libtorch or a driver, is tried before it joins.</summary>
    private static async Task RequireTrainerAsync(WorkerOptions options)
    {
        if (options.CudaDevices.Count == 0 && options.Trainer.Libtorch is null)
        {
            return;
        }

        try
        {
            await TrainerProcess.CheckAsync(options.Trainer, options.Threads, options.CudaDeviceOf(slot: 1));
        }
        catch (TrainerStartException exception)
        {
            throw new MachineFaultException(MachineFaultKind.Library, exception.Message, exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "Worker {Version}: health and metrics are at {Addresses}")]
    private static partial void LogListening(ILogger logger, string version, string addresses);
}
