using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Trainer.Checkpoints;
using VggSweep.Trainer.Data;
using VggSweep.Trainer.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace VggSweep.Trainer.Training;

/// <summary>
/// The chapter's training of one trial: epochs of shuffled batches, validation behind each, the test images once at the
/// end. Its state after any step fits a checkpoint, from which it goes on bit for bit.
/// </summary>
internal sealed class TrainingLoop : IDisposable
{
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
    private readonly BatchLoader loader;
    private readonly CheckpointFolder files;
    private readonly IReadOnlyList<(string Name, Tensor Tensor)> weights;
    private readonly IReadOnlyList<(string Name, Tensor Tensor)> state;
    private readonly int stepsInEpoch;
    private (int Epoch, int Step)? saved;

    public TrainingLoop(TrainOrder order, FashionMnist data, Action<TrainerEvent> tell, StopSwitch stop, Action onStep, TimeProvider time)
    {
        (this.order, this.data, this.tell, this.stop, this.onStep, this.time) = (order, data, tell, stop, onStep, time);
        trial = order.Parameters;
        split = Split.Of(order.Training);
        progress = new ProgressReport(tell, time);
        stepsInEpoch = (split.Train.Length + trial.BatchSize - 1) / trial.BatchSize;
        random.manual_seed(trial.Seed);
        network = new TorchNetwork(Shape(trial));
        optimizer = new SgdOptimizer(network.Parameters, trial);
        loader = new BatchLoader(trial.BatchSize, trial.Resolution);
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

            if (stop.IsRequested || Evaluate(data.Train, split.Validation) is not { } validation)
            {
                return Stopped(epoch, step, sums);
            }

            if (!double.IsFinite(validation.MeanLoss))
            {
                return new AttemptEnd.Diverged(epoch, step);
            }

            tell(new TrainerEvent.EpochDone(new EpochRecord(
                epoch, sums.MeanLoss, sums.Accuracy, validation.MeanLoss, validation.Accuracy, time.GetElapsedTime(startedAt).TotalSeconds)));
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
        loader.Dispose();
        optimizer.Dispose();
        network.Dispose();
    }

    private static NetworkShape Shape(TrialParameters trial)
    {
        var result = TrialNetwork.Of(trial);
        return result.IsGood ? result.Value : throw new InvalidOperationException($"{result.Message}; {result.Fix}");
    }

    /// <summary>From the newest checkpoint that can be read, or from the seed.</summary>
    private (int Done, int Step, RunningSums Sums) Restore()
    {
        var skipped = new List<string>();
        var parameters = network.Parameters.Sum(entry => entry.Tensor.numel());
        foreach (var checkpoint in order.Resume)
        {
            try
            {
                var sums = CheckpointFolder.Load(checkpoint, state);
                tell(new TrainerEvent.Started(parameters, checkpoint.Epoch, checkpoint.Step, skipped));
                return (checkpoint.Epoch, checkpoint.Step, sums);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                skipped.Add($"{checkpoint.Path} was skipped: {exception.Message}");
            }
        }

        tell(new TrainerEvent.Started(parameters, 0, 0, skipped));
        return (0, 0, RunningSums.None);
    }

    /// <returns>Null when the epoch is trained or a stop was asked for; <paramref name="step"/> tells which.</returns>
    private AttemptEnd.Diverged? TrainEpoch(int epoch, ref int step, ref RunningSums sums)
    {
        network.Train(true);
        var images = split.Shuffled(trial.Seed, epoch);
        for (; step < stepsInEpoch && !stop.IsRequested; step++)
        {
            using var scope = NewDisposeScope();
            var first = step * trial.BatchSize;
            var count = Math.Min(trial.BatchSize, images.Length - first);
            var (loss, correct) = Step(images.AsSpan(first, count), ((long)(epoch - 1) * stepsInEpoch) + step);
            if (!double.IsFinite(loss))
            {
                return new AttemptEnd.Diverged(epoch, step + 1);
            }

            sums = sums.Add(loss, correct, count);
            progress.Trained(epoch, step + 1, stepsInEpoch, sums.MeanLoss, count);
            onStep();
        }

        return null;
    }

    private (double Loss, long Correct) Step(ReadOnlySpan<int> indices, long stepsBefore)
    {
        var (images, labels) = loader.Load(data.Train, indices);
        var logits = network.Forward(images);
        var loss = cross_entropy(logits, labels);
        loss.backward();
        optimizer.Step(LearningRate.At(trial, stepsBefore, (long)trial.Epochs * stepsInEpoch));
        return (loss.item<float>(), logits.argmax(1).eq(labels).sum().item<long>());
    }

    /// <returns>Null when a stop was asked for.</returns>
    private RunningSums? Evaluate(LabelledImages images, ReadOnlySpan<int> indices)
    {
        // In the batches of the training: larger ones would take memory that nobody has predicted.
        network.Train(false);
        using var noGradients = no_grad();
        var sums = RunningSums.None;
        for (var first = 0; first < indices.Length; first += trial.BatchSize)
        {
            if (stop.IsRequested)
            {
                return null;
            }

            using var scope = NewDisposeScope();
            var batch = indices[first..Math.Min(first + trial.BatchSize, indices.Length)];
            var (inputs, labels) = loader.Load(images, batch);
            var logits = network.Forward(inputs);
            sums = sums.Add(cross_entropy(logits, labels).item<float>(), logits.argmax(1).eq(labels).sum().item<long>(), batch.Length);
            progress.Seen(batch.Length);
        }

        return sums;
    }

    private AttemptEnd Finish()
    {
        var all = Enumerable.Range(0, FashionMnistFiles.TestImages).ToArray();
        return Evaluate(data.Test, all) is { } test
            ? new AttemptEnd.Completed(test.MeanLoss, test.Accuracy, files.SaveWeights(trial.Epochs, weights), MemoryPeak.Bytes())
            : new AttemptEnd.Stopped(trial.Epochs, 0);
    }

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
        // A stop right after an epoch asks for a file that is on its way already, and would be written over by it.
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
