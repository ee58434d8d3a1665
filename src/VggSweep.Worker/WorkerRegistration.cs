using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VggSweep.Worker.Slots;
using VggSweep.Worker.Telemetry;
using VggSweep.Worker.Trainers;

namespace VggSweep.Worker;

/// <summary>Puts a worker into a silo's process.</summary>
public static class WorkerRegistration
{
    /// <summary>Call it after <c>UseOrleans</c>: the worker starts when the grains are there.</summary>
    public static IServiceCollection AddWorker(this IServiceCollection services, WorkerOptions options) => services
        .AddSingleton(options)
        .AddSingleton<SlotBoard>()
        .AddSingleton<WorkerFault>()
        .AddSingleton<HeldLeases>()
        .AddSingleton<Persistently>()
        .AddSingleton<WorkerIdentity>()
        .AddSingleton(services => new TrialFiles(
            options, services.GetService<ScratchFolder>(), services.GetService<FilesMark>(),
            services.GetRequiredService<ILogger<TrialFiles>>()))
        .AddSingleton<Bell>()
        .AddSingleton<WorkerTelemetry>()
        .AddSingleton<OpenTrialLog>(services => services.GetRequiredService<TrialFiles>().OpenLog)
        .AddSingleton<StartTrainer>(
            async (threads, cudaDevice) => await TrainerProcess.StartAsync(options.Trainer, threads, cudaDevice, CancellationToken.None))
        .AddHostedService<WorkerService>();
}
