using VggSweep.Core;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Trainer.Checkpoints;
using VggSweep.Trainer.Data;
using VggSweep.Trainer.Models;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Training;

/// <summary>
/// The chapter's training of one trial: epochs of shuffled batches, validation behind each, the test images once at the
/// end. Its state after any step fits a checkpoint, from which it goes on bit for bit. On a device it queues steps without
/// waiting for them, and looks at their sums now and then.
/// </summary>
internal sealed class TrainingLoop : IDisposable
{
    /// <summary>
    /// Steps from one look at a device's sums to the next: for that one fetch the host waits. A queue of a thousand operations, ten
    /// steps or so, makes it wait anyway.
    /// </summary>
    private const int StepsOfALook = 64;

    private readonly TrainOrder order;
    private readonly TrialParameters trial;
    private readonly FashionMnist data;
    private readonly Split split;
    private readonly Action<TrainerEvent> tell;
    private readonly StopSwitch stop;
    private readonly Action onStep;
    private readonly TimeProvider time;
    private readonly ProgressReport progress;
    private readonly TorchNetwork network;
    private readonly SgdOptimizer optimizer;
    private readonly ITrialArithmetic arithmetic;
    private readonly ArithmeticPath path;
    private readonly List<string> warnings;
    private readonly Compute compute;
    private readonly int evaluationBatch;
    private readonly IBatches batches;
    private readonly CheckpointFolder files;
    private readonly IReadOnlyList<(string Name, Tensor Tensor)> weights;
    private readonly IReadOnlyList<(string Name, Tensor Tensor)> state;
    private readonly int stepsInEpoch;
    private (int Epoch, int Step)? saved;

    /// <param name="warnings">To be told with those that arise here.</param>
    public TrainingLoop(
        TrainOrder order, FashionMnist data, Action<TrainerEvent> tell, StopSwitch stop, Action onStep,
        TimeProvider time, Compute compute, IEnumerable<string> warnings)
    {
        (this.order, this.data, this.tell, this.stop, this.onStep, this.time, this.compute) = (
            order, data, tell, stop, onStep, time, compute);
        this.warnings = [.. warnings];
        trial = order.Parameters;
        split = Split.Of(order.Training);
        progress = new ProgressReport(tell, time);
        stepsInEpoch = (split.Train.Length + trial.BatchSize - 1) / trial.BatchSize;
        random.manual_seed(trial.Seed);
        var shape = Shape(trial);
        network = new TorchNetwork(shape, compute.Accelerator);
        optimizer = new SgdOptimizer(network.Parameters, trial);
        (arithmetic, path) = ArithmeticChoice.Make(order, network, optimizer, shape, compute, this.warnings);
        evaluationBatch = NetworkMemory.EvaluationBatch(shape, trial.BatchSize, path);
        batches = compute.Accelerator is { } device
            ? new ResidentImages(device, trial.Resolution)
            : new BatchLoader(Math.Max(trial.BatchSize, evaluationBatch), trial.Resolution, order.Threads);
        files = new CheckpointFolder(order.Folder, order.Fence);
        weights = [.. network.Parameters, .. network.Buffers];
        state = [.. weights, .. optimizer.Momenta];
    }

    public AttemptEnd Run()
    {
        var (done, step, sums) = Restore();
        for (var epoch = done + 1; epoch <= trial.Epochs; epoch++)
        {
            var startedAt = time.GetTimestamp();
            if (TrainEpoch(epoch, ref step, ref sums) is { } diverged)
            {
                return diverged;
            }

            if (stop.IsRequested || EvaluateToChoose() is not { } validation)
            {
                return Stopped(epoch, step, sums);
            }

            if (!double.IsFinite(validation.MeanLoss))
            {
                return new AttemptEnd.Diverged(epoch, step);
            }

            tell(new TrainerEvent.EpochDone(new EpochRecord(
                epoch, sums.MeanLoss, sums.Accuracy, validation.MeanLoss, validation.Accuracy,
                time.GetElapsedTime(startedAt).TotalSeconds)));
            (step, sums) = (0, RunningSums.None);
            if (epoch % order.Training.CheckpointEvery == 0 || epoch == trial.Epochs)
            {
                Save(epoch, step, sums);
            }
        }

        return Finish();
    }

    public void Dispose()
    {
        batches.Dispose();
        arithmetic.Dispose();
        optimizer.Dispose();
        network.Dispose();
    }

    private static NetworkShape Shape(TrialParameters trial)
    {
        var result = TrialNetwork.Of(trial);
        return result.IsGood ? result.Value : throw new InvalidOperationException($"{result.Message}; {result.Fix}");
    }

    /// <summary>From the newest checkpoint that can be read, or from the seed. The path is chosen by then: it is the trial's.</summary>
    private (int Done, int Step, RunningSums Sums) Restore()
    {
        var parameters = network.Parameters.Sum(entry => entry.Tensor.numel());
        foreach (var checkpoint in order.Resume)
        {
            try
            {
                var sums = CheckpointFolder.Load(checkpoint, state);
                arithmetic.Reload();
                saved = (checkpoint.Epoch, checkpoint.Step);
                tell(new TrainerEvent.Started(parameters, checkpoint.Epoch, checkpoint.Step, path.Text, warnings));
                return (checkpoint.Epoch, checkpoint.Step, sums);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                warnings.Add($"{checkpoint.Path} was skipped: {exception.Message}");
            }
        }

        saved = (0, 0);
        tell(new TrainerEvent.Started(parameters, 0, 0, path.Text, warnings));
        return (0, 0, RunningSums.None);
    }

    /// <returns>Null when the epoch is trained or a stop was asked for; <paramref name="step"/> tells which.</returns>
    private AttemptEnd.Diverged? TrainEpoch(int epoch, ref int step, ref RunningSums sums)
    {
        batches.Begin(data.Train, split.Shuffled(trial.Seed, epoch));
        arithmetic.Begin(sums);
        var looks = compute.Accelerator is null ? 1 : StepsOfALook;
        var isSeen = true;
        for (; step < stepsInEpoch && !stop.IsRequested; step++)
        {
            Step(step, ((long)(epoch - 1) * stepsInEpoch) + step);
            isSeen = (step + 1) % looks == 0;
            if (isSeen && Look(epoch, step + 1, ref sums) is { } diverged)
            {
                return diverged;
            }

            onStep();
        }

        return isSeen ? null : Look(epoch, step, ref sums);
    }

    private void Step(int step, long stepsBefore)
    {
        using var scope = NewDisposeScope();
        if (compute.Accelerator is not null)
        {
            // The state of a device's random source is out of reach: each step has a seed of its own instead.
            using var generator = random.manual_seed((long)SeededRandom.For(trial.Seed, "dropout", stepsBefore).NextBits());
        }

        var first = step * trial.BatchSize;
        var (images, labels) = batches.Load(first, Math.Min(trial.BatchSize, split.Train.Length - first));
        arithmetic.Step(images, labels, LearningRate.At(trial, stepsBefore, (long)trial.Epochs * stepsInEpoch));
    }

    /// <summary>What the epoch's steps have summed up.</summary>
    private AttemptEnd.Diverged? Look(int epoch, int step, ref RunningSums sums)
    {
        var before = sums.Images;
        sums = arithmetic.Fetch();
        if (!double.IsFinite(sums.Loss))
        {
            return new AttemptEnd.Diverged(epoch, step);
        }

        progress.Trained(epoch, step, stepsInEpoch, sums.MeanLoss, (int)(sums.Images - before));
        return null;
    }

    /// <returns>Null when a stop was asked for.</returns>
    private RunningSums? Evaluate(LabelledImages images, int[] indices)
    {
        batches.Begin(images, indices);
        arithmetic.Begin(RunningSums.None);
        for (var first = 0; first < indices.Length; first += evaluationBatch)
        {
            if (stop.IsRequested)
            {
                return null;
            }

            using var scope = NewDisposeScope();
            var count = Math.Min(evaluationBatch, indices.Length - first);
            var (inputs, labels) = batches.Load(first, count);
            arithmetic.Evaluate(inputs, labels);
            progress.Seen(count);
        }

        return arithmetic.Fetch();
    }

    private RunningSums? EvaluateToChoose() => split.Validation is [] ? EvaluateTest() : Evaluate(data.Train, split.Validation);

    private RunningSums? EvaluateTest() => Evaluate(data.Test, [.. Enumerable.Range(0, FashionMnistFiles.TestImages)]);

    private AttemptEnd Finish() =>
        EvaluateTest() is { } test
            ? new AttemptEnd.Completed(test.MeanLoss, test.Accuracy, files.SaveWeights(trial, order.Training, weights), MemoryPeak.Bytes())
            : new AttemptEnd.Stopped(trial.Epochs, 0);

    private AttemptEnd.Stopped Stopped(int epoch, int step, RunningSums sums)
    {
        if (stop.WantsCheckpoint)
        {
            Save(epoch - 1, step, sums);
        }

        return new AttemptEnd.Stopped(epoch, step);
    }

    private void Save(int epoch, int step, RunningSums sums)
    {
        // A stop right after an epoch asks for a file that is on its way already, and would be written over by it; one before
        // the first step asks for what the attempt began from.
        if (saved == (epoch, step))
        {
            return;
        }

        saved = (epoch, step);
        var startedAt = time.GetTimestamp();
        var checkpoint = files.Save(epoch, step, sums, order.Threads, state);
        tell(new TrainerEvent.Saved(checkpoint, time.GetElapsedTime(startedAt).TotalSeconds));
    }
}
