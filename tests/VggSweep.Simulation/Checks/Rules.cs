using VggSweep.Core.Scheduling;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Trials;
using VggSweep.Simulation.Cluster;
using VggSweep.Store;
using VggSweep.Worker.Slots;

namespace VggSweep.Simulation.Checks;

/// <summary>What must hold of the rows at any moment, and at the end of a history.</summary>
internal static class Rules
{
    public static void CheckAlways(World world)
    {
        foreach (var sweep in world.Plan.Sweeps)
        {
            foreach (var violation in StoreInvariants.CheckAsync(world.Rows, sweep.Id).GetAwaiter().GetResult())
            {
                world.Watch.Violate(violation);
            }
        }

        foreach (var worker in world.Workers.Where(worker => !worker.Node.IsDead))
        {
            if (worker.Holds > worker.Machine.Slots)
            {
                world.Watch.Violate($"{worker.Node.Name} trains {worker.Holds} trials on {worker.Machine.Slots} slots");
            }

            if (worker.Fault is { IsCompleted: true, Result: not MachineFaultException })
            {
                world.Watch.Violate(
                    $"{worker.Node.Name} cannot go on: {worker.Fault.Result.GetType().Name}: {worker.Fault.Result.Message}");
            }
        }
    }

    public static bool IsOver(World world) =>
        world.Rows.ListSweepsAsync().GetAwaiter().GetResult().All(row => row.State.IsEnded())
        && world.Plan.Sweeps.All(
            sweep => world.Rows.CountTrialsAsync(sweep.Id).GetAwaiter().GetResult().Keys.All(state => state.IsEnded()));

    /// <summary>What has not ended.</summary>
    public static string Open(World world) => string.Join(", ", world.Rows.ListSweepsAsync().GetAwaiter().GetResult().SelectMany(sweep =>
        world.Rows.TrialsAsync(sweep.Id).GetAwaiter().GetResult().Where(row => !row.State.IsEnded())
            .Select(row => $"{row.SweepId}/{row.Number} {row.State} with fence {row.Fence}").Prepend($"{sweep.Id} {sweep.State}")));

    public static void CheckEnd(World world, Faults faults)
    {
        foreach (var row in world.Rows.ListSweepsAsync().GetAwaiter().GetResult())
        {
            var wanted = faults.Cancelled.Contains(row.Id) ? SweepState.Cancelled : SweepState.Completed;
            if (row.State != wanted && !(row.State is SweepState.Completed && wanted is SweepState.Cancelled))
            {
                world.Watch.Violate($"{row.Id} ended as {row.State}");
            }

            CheckReplay(world, row);
            var sweep = world.Plan.Sweeps.Single(sweep => sweep.Id == row.Id);
            foreach (var history in world.Rows.HistoriesAsync(row.Id).GetAwaiter().GetResult())
            {
                CheckEnd(world, faults, sweep, history);
            }
        }
    }

    /// <summary>Whatever coordinator decided, a new scheduler decides the same on the rows.</summary>
    private static void CheckReplay(World world, SweepRow row)
    {
        var spec = SweepSpecJson.Read(row.Spec).Value!;
        var trials = world.Rows.TrialsAsync(row.Id).GetAwaiter().GetResult().ToDictionary(
            trial => trial.Number,
            trial => new SearchTrial(TrialSpecJson.Read(trial.Spec).Value!, trial.Macs, trial.PredictedSeconds));
        var epochs = world.Rows
            .EpochsInOrderAsync(row.Id)
            .GetAwaiter()
            .GetResult()
            .ToDictionary(epoch => (epoch.Trial, epoch.Epoch), epoch => epoch.ToRecord());
        var decisions = world.Rows
            .DecisionsAsync(row.Id)
            .GetAwaiter()
            .GetResult()
            .Select(one => new StoredDecision(one.Trial, one.Epoch, one.Kind, one.Reason))
            .ToList();
        foreach (var difference in SweepSearch.Differences(spec, trials, decisions, (trial, epoch) => epochs[(trial, epoch)]))
        {
            world.Watch.Violate($"{row.Id} replays otherwise: {difference}");
        }

        CheckProposals(world, row, spec, decisions, trials.Count);
    }

    /// <summary>Each trial of an adaptive sweep was proposed once, in order.</summary>
    private static void CheckProposals(
        World world, SweepRow row, SweepSpec spec, List<StoredDecision> decisions, int trials)
    {
        if (!new Proposer(spec).IsAdaptive)
        {
            return;
        }

        var proposed = decisions.Where(one => one.Kind == Proposer.Propose).Select(one => one.Trial!.Value).ToList();
        if (!proposed.SequenceEqual(Enumerable.Range(1, trials)))
        {
            world.Watch.Violate($"{row.Id} has {trials} trials and proposed {string.Join(", ", proposed)}");
        }

        if (row.State is SweepState.Completed && trials != spec.Search.MaxTrials
            && decisions.All(one => one.Kind != Proposer.Finish))
        {
            world.Watch.Violate($"{row.Id} completed with {trials} of {spec.Search.MaxTrials} trials");
        }
    }

    private static void CheckEnd(World world, Faults faults, SimulatedSweep sweep, TrialHistory history)
    {
        var (row, trial) = (history.Trial, sweep.Trials[history.Trial.Number - 1]);
        var mayBeCancelled = faults.Cancelled.Contains(sweep.Id) || faults.Cancelled.Contains(trial.Name);
        var isFine = row.State switch
        {
            TrialState.Completed => trial.DivergesAt == 0,
            TrialState.Failed => row.Outcome switch
            {
                "Diverged" => trial.DivergesAt > 0,
                "Faulted" => true,
                "Quarantined" => row.OutcomeDetail!.Split("attempt ").Length >= 4,
                "TimedOut" => world.Watch.Hung.Contains(trial.Name),
                "OutOfMemory" => world.Watch.WithoutMemory.Contains(trial.Name),
                _ => false,
            },
            TrialState.Pruned => sweep.Scheduler.Length > 0,
            TrialState.Cancelled => mayBeCancelled,
            _ => false,
        };
        if (!isFine)
        {
            world.Watch.Violate($"{trial.Name} is {row.State}: {row.Outcome} {row.OutcomeDetail}");
        }

        var arithmetic = history.Epochs.Select(
            epoch => world.Watch.Arithmetic.GetValueOrDefault((trial.Name, epoch.Fence), "none")).ToList();
        if (!history.Epochs.Zip(arithmetic).All(pair => pair.First.ToRecord().SameResult(trial.Epoch(pair.First.Epoch, pair.Second))))
        {
            world.Watch.Violate($"{trial.Name} has other losses than the undisturbed run");
        }

        if (sweep.IsExact && (row.NumericsChanged || arithmetic.Distinct().Count() > 1))
        {
            world.Watch.Violate($"{trial.Name} must resume exactly and was trained with {string.Join(", ", arithmetic)}");
        }
    }
}
