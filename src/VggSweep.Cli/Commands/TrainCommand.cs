using System.CommandLine;
using VggSweep.Cli.Results;
using VggSweep.Cli.Running;
using VggSweep.Core;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Training;
using VggSweep.Worker.Slots;
using VggSweep.Worker.Trainers;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep train key=value ...</c>: one trial by hand, without a sweep and without a store.</summary>
internal static class TrainCommand
{
    /// <summary>Seconds.</summary>
    private const double LongestUnannounced = 60;

    public static Command Create(Terminal terminal)
    {
        var settings = new Argument<string[]>("KEY=VALUE")
        {
            Description = "Parameters of a sweep file, as arch=narrow width=8 resolution=32 epochs=1 images=5000.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = Inputs.Path("--output", "Folder for checkpoints and weights.", "vggsweep-train");
        var (data, threads) = (CommonOptions.Data(), CommonOptions.Threads());
        var (device, libtorch) = (CommonOptions.Device(), CommonOptions.Libtorch());
        var command = new Command("train", "Train one trial without a sweep and print every epoch.")
        {
            settings, output, data, threads, device, libtorch,
        };
        command.SetAction(async (parsed, _) =>
        {
            var spec = Spec(parsed.GetValue(settings)!);
            var parameters = Samplers.For(spec).Propose(0, SearchHistory.Empty)!.Parameters;
            var count = parsed.GetValue(threads) ?? Environment.ProcessorCount;
            var order = new TrainOrder(
                "train", parameters, spec.Training, await DataFolders.RequireAsync(parsed.GetValue(data), terminal),
                Path.GetFullPath(parsed.GetValue(output)!), Fence: 1, count, Done: 0, Resume: []);
            using var interrupts = new Interrupts(TimeProvider.System);
            await using var trainer = await TrainerProcess.StartAsync(
                WorkerSetup.Trainer(parsed.GetValue(device)!, parsed.GetValue(libtorch)), count,
                WorkerSetup.FirstDevice(parsed.GetValue(device)!), interrupts.Token);
            SayEstimate(spec, count);
            await trainer.SendAsync(new TrainerCommand.Train(order));
            await using var onStop = interrupts.Token.Register(() => Stop(trainer));
            return await FollowAsync(trainer);
        });
        return command;
    }

    /// <summary>
    /// Nothing is known of earlier trials here: by the calibration, or a guess for one core, as if threads shared the
    /// work evenly.
    /// </summary>
    internal static string? Estimate(SweepSpec spec, int threads, MachineCalibration? calibration)
    {
        var measured = calibration?.Best.Threads ?? 1;
        var seconds = SweepPlan.Make(spec, new PlanConditions(1, null, [], calibration)).PredictedSeconds * measured / threads;
        return seconds < LongestUnannounced ? null
            : $"This takes about {TimeText.Of(seconds)} on {Words.Count(threads, "thread")}"
                + $"{(calibration is null ? " (a guess; `vggsweep calibrate` measures this machine)" : "")}. Ctrl-C "
                + "stops it with a checkpoint.";
    }

    private static void SayEstimate(SweepSpec spec, int threads)
    {
        if (Estimate(spec, threads, Calibration.Find()) is { } estimate)
        {
            Terminal.Say(estimate);
        }
    }

    private static void Stop(TrainerProcess trainer)
    {
        Interrupts.SayWhatHappens();
        _ = trainer.SendAsync(new TrainerCommand.Stop(Checkpoint: true));
    }

    /// <summary>The reader of sweep files checks a sweep of this one trial.</summary>
    internal static SweepSpec Spec(string[] settings)
    {
        var sections = settings.ToLookup(setting => setting.Split('=')[0] switch
        {
            "images" or "validationImages" or "checkpointEvery" => "training",
            "blocks" or "arch" => "network",
            _ => "parameters",
        });
        var parameters = sections["parameters"].DefaultIfEmpty("seed=0");
        var read = SweepSpecReader.Read(
            $"name: train\nnetwork: {{{Pairs(sections["network"])}}}\nparameters: {{{Pairs(parameters)}}}\ntraining: "
            + $"{{{Pairs(sections["training"])}}}\n");
        return read.Spec ?? throw new CommandFailure(
            ExitCode.Usage, string.Join('\n', read.Errors.Select(error => $"{error.Message}; {error.Fix}")));
    }

    private static string Pairs(IEnumerable<string> settings) =>
        string.Join(", ", settings.Select(setting => setting.Replace("=", ": ", StringComparison.Ordinal)));

    private static async Task<int> FollowAsync(TrainerProcess trainer)
    {
        while (await trainer.ReadAsync(CancellationToken.None) is { } happened)
        {
            switch (happened)
            {
                case TrainerEvent.Started started:
                    foreach (var warning in started.Warnings)
                    {
                        Terminal.Say($"Warning: {warning}");
                    }

                    Terminal.Say($"{started.Parameters:N0} parameters; training{(started.Path is null ? "" : $" in {started.Path}")}.");
                    break;
                case TrainerEvent.Progress progress:
                    Terminal.Say(
                        $"epoch {progress.Epoch}, step {progress.Step}/{progress.Steps}, loss "
                        + $"{progress.TrainLoss:0.0000}, {progress.ImagesPerSecond:0} images/s");
                    break;
                case TrainerEvent.EpochDone { Record: var record }:
                    Console.Out.WriteLine(
                        $"epoch {record.Epoch}: train loss {record.TrainLoss:0.0000}, accuracy "
                        + $"{ResultTables.Percent(record.TrainAccuracy)}; "
                        + $"validation loss {record.ValidationLoss:0.0000}, accuracy "
                        + $"{ResultTables.Percent(record.ValidationAccuracy)}; {record.Seconds:0.0} s");
                    break;
                case TrainerEvent.Saved saved:
                    Terminal.Say($"checkpoint {saved.Checkpoint.Path}");
                    break;
                case TrainerEvent.Ended { End: var end }:
                    return Tell(end);
            }
        }

        Terminal.Say($"The trainer died: {(await trainer.DeathAsync()).ToOutcome(predictedBytes: 0).Detail}");
        return ExitCode.TrialsFailed;
    }

    private static int Tell(AttemptEnd end)
    {
        switch (end)
        {
            case AttemptEnd.Completed done:
                Console.Out.WriteLine(
                    $"test loss {done.TestLoss:0.0000}, accuracy {ResultTables.Percent(done.TestAccuracy)}; weights {done.Weights.Path}");
                return ExitCode.Ok;
            case AttemptEnd.Stopped:
                Terminal.Say("Stopped.");
                return ExitCode.Interrupted;
            case AttemptEnd.Diverged diverged:
                Terminal.Say($"Diverged at step {diverged.Step} of epoch {diverged.Epoch}; lower lr.");
                return ExitCode.TrialsFailed;
            case AttemptEnd.OutOfMemory memory:
                Terminal.Say($"Out of memory: {memory.Message}");
                return ExitCode.TrialsFailed;
            case AttemptEnd.Faulted fault:
                Terminal.Say($"Failed: {fault.Message}");
                return ExitCode.TrialsFailed;
            case AttemptEnd.MachineFault fault:
                Terminal.Say($"Failed: {fault.Message}");
                return WorkerFault.ExitCodeOf(fault.Fault);
            default:
                throw new InvalidOperationException($"A training cannot end as {end.GetType().Name}.");
        }
    }
}
