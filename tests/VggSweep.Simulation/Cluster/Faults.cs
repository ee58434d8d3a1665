using VggSweep.Core.Grains;
using VggSweep.Core.Sweeps;
using VggSweep.Simulation.Virtual;

namespace VggSweep.Simulation.Cluster;

/// <summary>What goes wrong in a history, drawn from its seed.</summary>
internal sealed class Faults(World world)
{
    private static readonly (int Weight, string Kind)[] Kinds =
    [
        (5, "worker crash"), (5, "worker freeze"), (5, "machine suspended"), (8, "worker declared dead"),
        (4, "partition"), (4, "slow worker"), (4, "bad network"),
        (5, "coordinator crash"), (4, "two coordinators"), (5, "database away"), (4, "trainer faults"), (2, "drain"),
        (3, "pause"), (1, "cancel trial"), (1, "cancel sweep"),
    ];

    private readonly HashSet<string> cancelled = [];
    private bool areOver;

    /// <summary>Sweeps, and trials as <c>sweep/trial</c>, that a person cancelled.</summary>
    public IReadOnlySet<string> Cancelled => cancelled;

    private Draws Draws => world.Draws;

    private IReadOnlyList<SimulatedWorker> Alive => [.. world.Workers.Where(worker => !worker.Node.IsDead && !worker.Ended.IsCompleted)];

    /// <summary>Draws what happens.</summary>
    public void Schedule()
    {
        var end = world.Scope.Disturbed;
        var times = Enumerable
            .Range(0, Draws.Between(0, world.Scope.MostFaults))
            .Select(_ => end * ((Draws.Between(0, 1_000_000) / 1e6) * 0.95))
            .Order();
        foreach (var at in times)
        {
            world.Loop.After(at, world.Outside, () => Happen(Draw()));
        }

        world.Loop.After(end, world.Outside, Mend);
    }

    private string Draw()
    {
        var drawn = Draws.Between(1, Kinds.Sum(kind => kind.Weight));
        return Kinds.First(kind => (drawn -= kind.Weight) <= 0).Kind;
    }

    private void Happen(string kind)
    {
        world.Watch.Count(kind);
        switch (kind)
        {
            case "worker crash":
                OnWorker(worker => Crash(worker, Draws.Time(1, 40)));
                break;
            case "worker freeze":
                OnWorker(worker => Hold(worker, Draws.Time(1, 60), "freezes", worker.Node.Freeze));
                break;
            case "machine suspended":
                OnWorker(worker => Hold(worker, Draws.Time(5, 40), "is suspended", worker.Node.Suspend));
                break;
            case "worker declared dead":
                OnWorker(worker =>
                {
                    world.Watch.Note($"{worker.Node.Name} is declared dead");
                    worker.Status = SiloStatus.Dead;
                    if (Draws.Chance(0.8))
                    {
                        // Why it was: nothing reaches it, so it goes on until its leases end by its own clock.
                        world.Network.Deaf.Add(worker.Node);
                    }

                    // It goes on until it reads that it is dead.
                    world.Loop.After(Draws.Time(1, 30), world.Outside, () => Crash(worker, Draws.Time(1, 20)));
                });
                break;
            case "partition":
                OnWorker(
                    worker => For(
                        Draws.Time(1, 60), $"{worker.Node.Name} is cut off",
                        () => world.Network.CutOff.Add(worker.Node), () => world.Network.CutOff.Remove(worker.Node)));
                break;
            case "slow worker":
                OnWorker(
                    worker => For(
                        Draws.Time(5, 60), $"{worker.Node.Name} is slow", () => world.Network.Slow.Add(worker.Node),
                        () => world.Network.Slow.Remove(worker.Node)));
                break;
            case "bad network":
                For(Draws.Time(5, 60), "the network is bad", () => SetNetwork(0.15, 0.15, 0.2), () => SetNetwork(0, 0, 0));
                break;
            case "coordinator crash":
                CrashCoordinator(Draws.Of(world.Network.Coordinators), TimeSpan.Zero);
                break;
            case "two coordinators":
                Outcast(Draws.Of(world.Network.Coordinators));
                break;
            case "database away":
                For(Draws.Time(0.05, 20), "the database is away", () => world.Database.IsAway = true, () => world.Database.IsAway = false);
                break;
            case "trainer faults":
                For(Draws.Time(5, 60), "trainers fail", () => world.TrainerFaults = 0.15, () => world.TrainerFaults = 0);
                break;
            case "drain":
                OnWorker(worker =>
                {
                    world.Ask(
                        $"drain {worker.Machine.Name}",
                        () => world.Grains.GetGrain<ILeaseBookGrain>(0).Drain(worker.Machine.Name, "a wish"));
                    world.Loop.After(Draws.Time(5, 40), world.Outside, () => world.StartAgain(worker.Machine));
                });
                break;
            default:
                OnSweep(kind);
                break;
        }
    }

    private void OnSweep(string kind)
    {
        var sweep = Draws.Of(world.Plan.Sweeps);
        var grain = world.Grains.GetGrain<ISweepGrain>(sweep.Id);
        switch (kind)
        {
            case "pause":
                world.Ask($"pause {sweep.Id}", () => grain.Pause("a wish"));
                world.Loop.After(Draws.Time(5, 60), world.Outside, () => world.Ask($"start {sweep.Id}", grain.Start));
                break;
            case "cancel sweep":
                cancelled.Add(sweep.Id);
                world.Ask($"cancel {sweep.Id}", () => grain.Cancel(null, "a wish"));
                break;
            default:
                var trial = Draws.Between(1, sweep.Trials.Count);
                cancelled.Add($"{sweep.Id}/{trial}");
                world.Ask($"cancel {sweep.Id}/{trial}", () => grain.Cancel(trial, "a wish"));
                break;
        }
    }

    private void OnWorker(Action<SimulatedWorker> happen)
    {
        // What happens to an idle worker proves little.
        var alive = Alive;
        var busy = alive.Where(worker => worker.Holds > 0).ToList();
        if (alive.Count > 0)
        {
            happen(Draws.Of(busy.Count > 0 && Draws.Chance(0.8) ? busy : alive));
        }
    }

    private void Crash(SimulatedWorker worker, TimeSpan restart)
    {
        if (worker.Node.IsDead || worker.Ended.IsCompleted)
        {
            return;
        }

        world.Watch.Note($"{worker.Node.Name} crashes");
        worker.Node.Crash();
        world.Loop.After(areOver ? TimeSpan.Zero : restart, world.Outside, () => world.StartWorker(worker.Machine));
    }

    private void Hold(SimulatedWorker worker, TimeSpan time, string what, Action hold)
    {
        var isSeen = Draws.Chance(0.5);
        For(time, $"{worker.Node.Name} {what}", hold, worker.Node.Wake);
        if (isSeen && time > TimeSpan.FromSeconds(12))
        {
            world.Loop.After(time / 2, world.Outside, () => worker.Status = SiloStatus.Dead);
            world.Loop.After(time + Draws.Time(0.1, 3), world.Outside, () => Crash(worker, Draws.Time(1, 20)));
        }
    }

    private void CrashCoordinator(Coordinator coordinator, TimeSpan unnoticed)
    {
        if (coordinator.Node.IsDead)
        {
            return;
        }

        world.Watch.Note($"{coordinator.Node.Name} crashes");
        coordinator.Node.Crash();
        world.Loop.After(unnoticed + Draws.Time(0.1, 10), world.Outside, () =>
        {
            coordinator.IsListed = false;
            world.Network.Coordinators.Remove(coordinator);
            world.StartCoordinator();
        });
    }

    /// <summary>The others take it for dead, and it does not know yet.</summary>
    private void Outcast(Coordinator coordinator)
    {
        if (coordinator.Node.IsDead || !coordinator.IsListed)
        {
            return;
        }

        world.Watch.Note($"{coordinator.Node.Name} is taken for dead");
        coordinator.IsListed = false;
        world.StartCoordinator();
        world.Loop.After(Draws.Time(1, 40), world.Outside, () =>
        {
            world.Watch.Note($"{coordinator.Node.Name} learns that it is taken for dead");
            coordinator.Node.Crash();
            world.Network.Coordinators.Remove(coordinator);
        });
    }

    private void SetNetwork(double loss, double repetition, double lateness) =>
        (world.Network.Loss, world.Network.Repetition, world.Network.Lateness) = (loss, repetition, lateness);

    private void For(TimeSpan time, string what, Action begin, Action end)
    {
        world.Watch.Note($"{what} for {time.TotalSeconds:0.0} s");
        begin();
        world.Loop.After(time, world.Outside, end);
    }

    /// <summary>Faults stop: whatever is away comes back, and people start what they paused and restart what is set aside.</summary>
    private void Mend()
    {
        world.Watch.Note("faults stop");
        areOver = true;
        world.Network.CutOff.Clear();
        world.Network.Slow.Clear();
        SetNetwork(0, 0, 0);
        (world.Database.IsAway, world.TrainerFaults) = (false, 0);
        foreach (var worker in Alive.Where(worker => worker.Node.IsFrozen))
        {
            worker.Node.Wake();
        }

        _ = TendAsync();
    }

    private async Task TendAsync()
    {
        while (true)
        {
            foreach (var row in await world.Rows.ListSweepsAsync())
            {
                if (row.State is SweepState.Paused or SweepState.Pending)
                {
                    world.Ask($"start {row.Id}", world.Grains.GetGrain<ISweepGrain>(row.Id).Start);
                }
            }

            foreach (var machine in world.Plan.Machines)
            {
                world.StartAgain(machine);
            }

            foreach (var row in (await world.Rows.WorkersAsync()).Where(row => row.State is "SetAside"))
            {
                Crash(world.Workers.Last(worker => worker.Machine.Name == row.Name), TimeSpan.Zero);
            }

            await Task.Delay(TimeSpan.FromSeconds(20), world.Outside.Time);
        }
    }
}
