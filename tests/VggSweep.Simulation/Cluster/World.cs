using Microsoft.Extensions.Logging.Abstractions;
using VggSweep.Coordinator;
using VggSweep.Coordinator.Grains;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Coordinator.Telemetry;
using VggSweep.Core.Grains;
using VggSweep.Core.Trials;
using VggSweep.Simulation.Checks;
using VggSweep.Simulation.Virtual;
using VggSweep.Store;
using VggSweep.Worker.Slots;

namespace VggSweep.Simulation.Cluster;

/// <summary>A cluster on virtual time: real grains and real workers on a simulated network, database and trainers.</summary>
internal sealed class World : IDisposable
{
    private readonly HashSet<string> written = [];
    private readonly Dictionary<string, SimulatedTrial> trials;
    private readonly Func<IGrainBase, IGrainBase> plant;
    private readonly CoordinatorOptions options = new() { LeaseTtl = TimeSpan.FromSeconds(10) };
    private readonly ISiloStatusOracle oracle;
    private readonly SweepStore store;
    private readonly CoordinatorTelemetry telemetry;
    private int generations;

    /// <param name="seed">Of all that is drawn.</param>
    /// <param name="scope">Default: small.</param>
    /// <param name="plan">Machines and sweeps; null to draw them.</param>
    /// <param name="plantStatement">Takes the place of a statement.</param>
    /// <param name="plant">Takes the place of a grain.</param>
    public World(
        long seed, Scope? scope = null, Plan? plan = null,
        Func<FormattableString, FormattableString>? plantStatement = null, Func<IGrainBase, IGrainBase>? plant = null)
    {
        Draws = new Draws(seed);
        Scope = scope ?? Scope.Small;
        Plan = plan ?? Plan.Draw(Draws, Scope);
        trials = Plan.Sweeps.SelectMany(sweep => sweep.Trials).ToDictionary(trial => trial.Name);
        this.plant = plant ?? (grain => grain);
        Database = new SimulatedDatabase(Loop, Draws) { Plant = plantStatement ?? (statement => statement) };
        (store, Rows) = (Database.ToStore(), Database.ToDirectStore());
        Network = new Network(Loop, Draws);
        Watch = new Watch(this);
        Outside = new Node(Loop, "outside");
        telemetry = new CoordinatorTelemetry(options, Outside.Time, NullLoggerFactory.Instance);
        oracle = Stub.Of<ISiloStatusOracle>(new()
        {
            ["GetApproximateSiloStatus"] = (_, arguments) => Workers.Find(worker => worker.Silo.Equals(arguments[0]))?.Status
                ?? SiloStatus.None,
        });
    }

    /// <summary>Files are names here: the folder is never made, as if somebody had deleted each sweep's.</summary>
    public static string Folder { get; } = Path.Combine(Path.GetTempPath(), "vggsweep-simulation");

    public EventLoop Loop { get; } = new();

    public Draws Draws { get; }

    public Scope Scope { get; }

    public Plan Plan { get; }

    public SimulatedDatabase Database { get; }

    /// <summary>The rows, for whoever checks them.</summary>
    public SweepStore Rows { get; }

    public Network Network { get; }

    public Watch Watch { get; }

    /// <summary>Where people and this simulation are.</summary>
    public Node Outside { get; }

    /// <summary>All that ever were.</summary>
    public List<SimulatedWorker> Workers { get; } = [];

    /// <summary>Share of training steps at which the trainer fails.</summary>
    public double TrainerFaults { get; set; }

    public IGrainFactory Grains => field ??= new Links(Network, Outside, Watch);

    /// <summary>How long a trainer may say nothing; it speaks at the end of an epoch.</summary>
    public TimeSpan HangLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether all sweeps are submitted at once.</summary>
    public bool StartsTogether { get; init; }

    /// <summary>Starts coordinators, workers and sweeps.</summary>
    public void Begin()
    {
        for (var number = 1; number <= Plan.Coordinators; number++)
        {
            StartCoordinator();
        }

        foreach (var machine in Plan.Machines)
        {
            StartWorker(machine);
        }

        foreach (var sweep in Plan.Sweeps)
        {
            Rows.CreateSweepAsync(
                sweep.Name, sweep.ToYaml(), sweep.ToForm(), null, sweep.Priority, sweep.ToRows(),
                sweep.IsAdaptive ? 0 : null).GetAwaiter().GetResult();
            Loop.After(
                StartsTogether ? TimeSpan.Zero : Draws.Time(0.1, Scope.Disturbed.TotalSeconds / 2), Outside,
                () => Ask($"start {sweep.Id}", () => Grains.GetGrain<ISweepGrain>(sweep.Id).Start()));
        }
    }

    public void StartCoordinator()
    {
        var coordinator = new Coordinator(Loop, $"c{++generations}", Make);
        Network.Coordinators.Add(coordinator);
        var keeper = new SweepKeeper(
            store, new Links(Network, coordinator.Node, Watch), coordinator.Node.Time, NullLogger<SweepKeeper>.Instance);
        coordinator.Node.Post(_ => _ = keeper.RunAsync(CancellationToken.None), null);
    }

    public void StartWorker(Machine machine)
    {
        // A new silo at the same address is the old one's death.
        foreach (var old in Workers.Where(worker => worker.Machine == machine))
        {
            old.Status = SiloStatus.Dead;
        }

        Workers.Add(new SimulatedWorker(this, machine, ++generations));
    }

    /// <summary>Where the newest worker has left.</summary>
    public void StartAgain(Machine machine)
    {
        if (Workers.Last(worker => worker.Machine == machine).Ended.IsCompleted)
        {
            StartWorker(machine);
        }
    }

    /// <summary>A person asks until there is an answer.</summary>
    public void Ask(string what, Func<Task> call)
    {
        Watch.Note(what);
        _ = new Persistently(Outside.Time, NullLogger<Persistently>.Instance).CallAsync(
            async () =>
            {
                await call();
                return true;
            },
            CancellationToken.None);
    }

    public SimulatedTrial TrialOf(string name) => trials[name];

    public void Written(CheckpointReference file) => written.Add(file.Path);

    /// <summary>A damaged file is as good as none.</summary>
    public bool IsReadable(CheckpointReference file)
    {
        if (!written.Contains(file.Path))
        {
            Watch.Violate($"{file.Path} was leased as a checkpoint, and nobody wrote it");
        }

        var isDamaged = Draws.Chance(0.05);
        if (isDamaged)
        {
            Watch.Count("damaged checkpoint");
        }

        return !isDamaged;
    }

    public void Dispose()
    {
        Workers.ForEach(worker => worker.Dispose());
        telemetry.Dispose();
        Database.Close();
        SynchronizationContext.SetSynchronizationContext(null);
    }

    private IGrainBase Make(Coordinator coordinator, GrainKey key, IGrainContext context)
    {
        var links = new Links(Network, coordinator.Node, Watch);
        return plant(
            key.Interface == typeof(ILeaseBookGrain) ? new LeaseBookGrain(
                context, links, store, options, oracle, telemetry, coordinator.Node.Time,
                NullLogger<LeaseBookGrain>.Instance)
            : key.Interface == typeof(ITrialGrain) ? new TrialGrain(context, links, store, telemetry)
            : new SweepGrain(
                context, links, store, options, telemetry, coordinator.Node.Time, NullLogger<SweepGrain>.Instance));
    }
}
