using System.Runtime.InteropServices;
using VggSweep.Core.Networks;
using VggSweep.Trainer.Fast.Stages;
using VggSweep.Trainer.Models;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Fast;

/// <summary>
/// The eager network's steps on CPUs by a backward pass of our own: pooling before ReLU, both with the first convolution
/// in one pass, channels last throughout, gradients used up where they arise. Its weights, buffers and momenta are the
/// eager network's and optimizer's own tensors, so that checkpoints are the same.
/// </summary>
internal sealed class FastArithmetic : ITrialArithmetic
{
    private readonly TorchNetwork network;
    private readonly SgdOptimizer optimizer;
    private readonly List<Stage> stages;
    private readonly List<Weight> weights = [];
    private readonly int microBatch;
    private RunningSums sums = RunningSums.None;

    /// <param name="inBf16">All but the first convolution and the last dense layer compute in bf16, from fp32 weights.</param>
    /// <param name="microBatch">Images of one forward and backward pass; a step adds up the gradients of as many as it needs.</param>
    public FastArithmetic(TorchNetwork network, SgdOptimizer optimizer, NetworkShape shape, int threads, bool inBf16, int microBatch)
    {
        (this.network, this.optimizer, this.microBatch) = (network, optimizer, microBatch);
        stages = new StageBuilder(
            network, optimizer, shape, new Lanes(threads), inBf16 ? ScalarType.BFloat16 : ScalarType.Float32, weights).Build();
    }

    public void Begin(RunningSums sums) => this.sums = sums;

    public RunningSums Fetch() => sums;

    public void Step(Tensor images, Tensor labels, double lr)
    {
        using var noGradients = no_grad();
        network.Train(true);
        var (n, loss, correct) = ((int)images.shape[0], 0.0, 0L);
        var sgd = new Sgd((float)lr, (float)optimizer.Momentum, (float)optimizer.WeightDecay);
        foreach (var stage in stages)
        {
            stage.Begin(n);
        }

        for (var first = 0; first < n; first += microBatch)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(microBatch, n - first);
            var logits = Forward(images.narrow(0, first, count), isTraining: true);
            var gradient = empty_like(logits);
            var (partLoss, partCorrect) = SoftmaxLoss.Of(
                Memory.Span(logits), Labels(labels).Slice(first, count), Memory.Span(gradient), 1.0 / n);
            logits.Dispose();
            Backward(gradient, new StepTerms(sgd, IsFirst: first == 0, IsLast: first + count == n));
            (loss, correct) = (loss + partLoss, correct + partCorrect);
        }

        sums = sums.Add(loss / n, correct, n);
    }

    public void Evaluate(Tensor images, Tensor labels)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        network.Train(false);
        var logits = Forward(images.alias(), isTraining: false);
        var (loss, correct) = SoftmaxLoss.Of(Memory.Span(logits), Labels(labels), [], 0);
        sums = sums.Add(loss / labels.shape[0], correct, labels.shape[0]);
    }

    public void Reload()
    {
        foreach (var weight in weights)
        {
            weight.Refresh();
        }
    }

    public void Dispose()
    {
        foreach (var weight in weights)
        {
            weight.Dispose();
        }
    }

    private static Span<long> Labels(Tensor labels) => MemoryMarshal.Cast<byte, long>(labels.bytes);

    /// <param name="images">(n, 1, R, R); a single channel is last and first.</param>
    private Tensor Forward(Tensor images, bool isTraining)
    {
        var value = images.view(images.shape[0], images.shape[2], images.shape[3], 1);
        images.Dispose();
        foreach (var stage in stages)
        {
            value = stage.Forward(value, isTraining);
        }

        return value;
    }

    private void Backward(Tensor gradient, StepTerms terms)
    {
        Tensor? value = gradient;
        for (var index = stages.Count - 1; index >= 0; index--)
        {
            value = stages[index].Backward(value!, terms);
        }
    }
}
