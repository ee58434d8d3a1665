using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Trainer.Data;
using VggSweep.Trainer.Models;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Measuring;

/// <summary>Steps on noise by libtorch's own differentiation, as the training loop takes them on a device.</summary>
internal sealed class NoiseTraining : IDisposable
{
    private readonly TrialParameters trial;
    private readonly TorchNetwork network;
    private readonly SgdOptimizer optimizer;
    private readonly EagerArithmetic arithmetic;
    private readonly IBatches batches;
    private int done;

    public NoiseTraining(TrialParameters trial, Device device, IBatches batches, ArithmeticPath path, LabelledImages images)
    {
        (this.trial, this.batches) = (trial, batches);
        random.manual_seed(trial.Seed);
        network = new TorchNetwork(TrialNetwork.Of(trial).Value!, device);
        optimizer = new SgdOptimizer(network.Parameters, trial);
        arithmetic = new EagerArithmetic(network, optimizer, path);
        batches.Begin(images, [.. Enumerable.Range(0, images.Labels.Length)]);
    }

    public void Queue(int steps)
    {
        arithmetic.Begin(RunningSums.None);
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            var (images, labels) = batches.Load(done++ * trial.BatchSize % StepMeasurement.Images, trial.BatchSize);
            arithmetic.Step(images, labels, trial.Lr);
        }
    }

    public RunningSums Wait() => arithmetic.Fetch();

    public void Dispose()
    {
        arithmetic.Dispose();
        optimizer.Dispose();
        network.Dispose();
        batches.Dispose();
    }
}
