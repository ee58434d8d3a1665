using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Simulation.Virtual;
using VggSweep.Worker.Trainers;

namespace VggSweep.Simulation.Cluster;

/// <summary>A trainer without a network: its losses are a function of the trial, the epoch and the arithmetic.</summary>
internal sealed class SimulatedTrainer(World world, Node worker, string instructionSet, int threads) : ITrainer
{
    private const int SegmentationFault = 128 + 11;
    private const int Killed = 128 + 9;

    /// <summary>Another attempt mends all but the last.</summary>
    private static readonly string[] Failures =
        ["trainer crash", "trainer crash", "trainer fault", "trainer fault", "trainer hang", "machine fault", "trainer out of memory"];

    /// <summary>None of them may end a trial.</summary>
    private static readonly MachineFaultKind[] MachineFaults =
        [MachineFaultKind.Data, MachineFaultKind.Disk, MachineFaultKind.DiskFull, MachineFaultKind.Library];

    /// <summary>It trains on while its worker is frozen.</summary>
    private readonly Node node = new(world.Loop, $"trainer of {worker.Name}", worker);

    private readonly Queue<TrainerEvent?> said = new();
    private TaskCompletionSource? heard;
    private TrainerCommand.Stop? stop;
    private TrainerDeath? death;
    private bool isGone;

    public int Threads => threads;

    public TrainerEvent.Hello Hello { get; } = new(
        TrainerProtocol.Version, TrainerProtocol.Build, 1, "cpu", instructionSet, "2.10", "fp32");

    public Action<string>? Said { get; set; }

    public Task SendAsync(TrainerCommand command)
    {
        if (command is TrainerCommand.Train train)
        {
            stop = null;
            node.Post(_ => _ = TrainAsync(train.Order), null);
        }
        else
        {
            stop = (TrainerCommand.Stop)command;
        }

        return Task.CompletedTask;
    }

    public async Task<TrainerEvent?> ReadAsync(CancellationToken cancellation)
    {
        while (said.Count == 0)
        {
            heard = new TaskCompletionSource();
            await heard.Task.WaitAsync(cancellation);
        }

        return said.Dequeue();
    }

    public Task<TrainerDeath> DeathAsync() => Task.FromResult(death!);

    public ValueTask DisposeAsync()
    {
        isGone = true;
        return ValueTask.CompletedTask;
    }

    private async Task TrainAsync(TrainOrder order)
    {
        var from = order.Resume.FirstOrDefault(checkpoint => world.IsReadable(checkpoint));
        var (epoch, step) = from is null ? (0, 0) : (from.Epoch, from.Step);
        var trial = world.TrialOf(order.Trial);
        await WaitAsync(world.Draws.Time(0.2, 2));
        Say(new TrainerEvent.Started(1, epoch, step, null, []));
        for (; epoch < order.Parameters.Epochs; (epoch, step) = (epoch + 1, 0))
        {
            for (; step < SimulatedTrial.StepsOfEpoch; step++)
            {
                await WaitAsync(trial.StepTime);
                if (isGone)
                {
                    return;
                }

                if (stop is not null)
                {
                    if (stop.Checkpoint)
                    {
                        Save(order, epoch, step + 1);
                    }

                    Say(new TrainerEvent.Ended(new AttemptEnd.Stopped(epoch, step + 1)));
                    return;
                }

                if (world.Draws.Chance(world.TrainerFaults))
                {
                    Fail(order.Trial);
                    return;
                }
            }

            if (epoch + 1 == trial.DivergesAt)
            {
                Say(new TrainerEvent.Ended(new AttemptEnd.Diverged(epoch + 1, 1)));
                return;
            }

            Say(new TrainerEvent.EpochDone(trial.Epoch(epoch + 1, instructionSet)));
            if ((epoch + 1) % order.Training.CheckpointEvery == 0 || epoch + 1 == order.Parameters.Epochs)
            {
                Save(order, epoch + 1, 0);
            }
        }

        await WaitAsync(trial.StepTime);
        var last = trial.Epoch(order.Parameters.Epochs, instructionSet);
        Say(
            new TrainerEvent.Ended(
                new AttemptEnd.Completed(
                    last.ValidationLoss, last.ValidationAccuracy,
                    File(order, epoch, 0) with { Path = $"{order.Folder}/weights-{order.Fence}" }, 1000)));
    }

    /// <summary>
    /// It dies, reports a fault of its own or of its machine, falls silent for good, or runs out of memory and may
    /// survive to report it.
    /// </summary>
    private void Fail(string trial)
    {
        var failure = world.Draws.Of(Failures);
        world.Watch.Count(failure);
        switch (failure)
        {
            case "trainer crash":
                Die(new TrainerDeath(SegmentationFault, KilledForMemory: false, ""));
                break;
            case "trainer fault":
                Say(new TrainerEvent.Ended(new AttemptEnd.Faulted("a simulated fault")));
                break;
            case "machine fault":
                Say(new TrainerEvent.Ended(new AttemptEnd.MachineFault(world.Draws.Of(MachineFaults), "a simulated fault of the machine")));
                break;
            case "trainer hang":
                world.Watch.Hung.Add(trial);
                break;
            default:
                world.Watch.WithoutMemory.Add(trial);
                if (world.Draws.Chance(0.5))
                {
                    Die(new TrainerDeath(Killed, KilledForMemory: true, ""));
                }
                else
                {
                    Say(new TrainerEvent.Ended(new AttemptEnd.OutOfMemory("a simulated want of memory", long.MaxValue)));
                }

                break;
        }
    }

    private void Die(TrainerDeath how)
    {
        death = how;
        Say(null);
    }

    private void Save(TrainOrder order, int epoch, int step)
    {
        var file = File(order, epoch, step);
        world.Written(file);
        Say(new TrainerEvent.Saved(file, 0.1));
    }

    private static CheckpointReference File(TrainOrder order, int epoch, int step) =>
        new(epoch, step, order.Fence, $"{order.Folder}/{epoch}-{step}-{order.Fence}", "hash", 10);

    private Task WaitAsync(TimeSpan time) => Task.Delay(time, node.Time);

    private void Say(TrainerEvent? what)
    {
        if (!isGone)
        {
            said.Enqueue(what);
            heard?.TrySetResult();
        }
    }
}
