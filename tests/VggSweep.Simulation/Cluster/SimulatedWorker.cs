using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using VggSweep.Simulation.Virtual;
using VggSweep.Worker;
using VggSweep.Worker.Slots;
using VggSweep.Worker.Telemetry;
using VggSweep.Worker.Trainers;

namespace VggSweep.Simulation.Cluster;

/// <summary>A machine that trains: a crash or a drain ends its process, and later it has another.</summary>
internal sealed record Machine(string Name, string InstructionSet, int Slots, long MemoryBytes, IReadOnlyList<string> Labels);

/// <summary>One worker process: the real worker with trainers of ours.</summary>
internal sealed class SimulatedWorker : IDisposable
{
    private readonly Action stop;
    private readonly CancellationToken stopping;
    private readonly HeldLeases held;
    private readonly ServiceProvider services;

    public SimulatedWorker(World world, Machine machine, int generation)
    {
        var stopSource = new CancellationTokenSource();
        (stop, stopping) = (stopSource.Cancel, stopSource.Token);
        (Machine, Silo) = (machine, SiloAddress.FromParsableString($"10.0.0.{machine.Name[^1]}:11111@{generation}"));
        Node = new Node(world.Loop, $"{machine.Name}#{generation}");
        services = new ServiceCollection()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton(Node.Time)
            .AddSingleton<IGrainFactory>(new Links(world.Network, Node, world.Watch))
            .AddSingleton(Stub.Of<ILocalSiloDetails>(new() { ["get_SiloAddress"] = (_, _) => Silo }))
            .AddSingleton<IHostApplicationLifetime>(new Lifetime(this))
            .AddWorker(new WorkerOptions
            {
                Name = machine.Name,
                Slots = machine.Slots,
                MemoryBytes = machine.MemoryBytes,
                Labels = machine.Labels,
                DataFolder = "",
                FilesFolder = World.Folder,
                Trainer = new(""),
                HangLimit = world.HangLimit,
            })
            .AddSingleton<OpenTrialLog>(_ => TextWriter.Null)
            .AddSingleton<StartTrainer>(
                (threads, _) => Task.FromResult<ITrainer>(new SimulatedTrainer(world, Node, machine.InstructionSet, threads)))
            .BuildServiceProvider();
        held = services.GetRequiredService<HeldLeases>();
        Fault = services.GetRequiredService<WorkerFault>().Happened;
        var service = services.GetServices<IHostedService>().OfType<WorkerService>().Single();
        Node.Post(_ => Ended = service.RunAsync(stopping), null);
        Node.Post(_ => _ = EndWithFaultAsync(world), null);
    }

    public Machine Machine { get; }

    public Node Node { get; }

    public SiloAddress Silo { get; }

    public SiloStatus Status { get; set; } = SiloStatus.Active;

    /// <summary>Ends when the worker has left.</summary>
    public Task Ended { get; private set; } = new TaskCompletionSource().Task;

    public Task<Exception> Fault { get; }

    public int Holds => held.Keys.Count;

    /// <summary>Whatever its process held is given back when the history is over.</summary>
    public void Dispose() => services.Dispose();

    public void Stop() => Node.Post(_ => stop(), null);

    /// <summary>The program ends with the fault of its machine, and is started again when somebody has mended it.</summary>
    private async Task EndWithFaultAsync(World world)
    {
        await Fault;
        world.Watch.Note($"{Node.Name} ends: its machine is at fault");
        stop();
        await Ended;
        world.Loop.After(world.Draws.Time(1, 40), world.Outside, () => world.StartAgain(Machine));
    }

    private sealed class Lifetime(SimulatedWorker worker) : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => worker.stopping;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => worker.Stop();
    }
}
