using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using VggSweep.Coordinator;
using VggSweep.Coordinator.Telemetry;
using VggSweep.ServiceDefaults;
using VggSweep.Store;
using VggSweep.Worker;
using VggSweep.Worker.Slots;

namespace VggSweep.Cli.Running;

/// <summary>One silo in this process that coordinates and trains, on loopback, without any server.</summary>
internal static class EmbeddedCluster
{
    /// <summary>A trial that is asked to stop ends its step and writes a checkpoint; a large one needs its time.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMinutes(10);

    public static IHost Build(SweepStore store, WorkerOptions worker, ILogger log)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services
            .AddSerilog(log)
            .AddSingleton<IHostLifetime, QuietLifetime>()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new CoordinatorOptions { Files = worker.FilesFolder })
            .AddSingleton<CoordinatorTelemetry>();
        AddTo(builder, store, worker);
        return builder.Build();
    }

    /// <summary>The silo, its store and its worker, in the order in which they start.</summary>
    public static void AddTo(IHostApplicationBuilder builder, SweepStore store, WorkerOptions worker)
    {
        builder.Services
            .Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout)
            .AddSingleton(store);
        var ports = FreePorts.Take(2);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(ports[0], ports[1]));
        builder.Services.AddWorker(worker);
    }
}
