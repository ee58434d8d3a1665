using TorchSharp;
using VggSweep.Core.Training;
using VggSweep.Trainer.Models;
using VggSweep.Trainer.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace VggSweep.Trainer.Training;

/// <summary>
/// libtorch's modules and its automatic differentiation on the network's device: the readable reference, and what CUDA
/// devices train by. Losses and right answers are summed there, and leave it when they are fetched.
/// </summary>
internal sealed class EagerArithmetic : ITrialArithmetic
{
    private readonly TorchNetwork network;
    private readonly SgdOptimizer optimizer;
    private readonly ArithmeticPath path;

    /// <summary>fp64: the sum of the losses, and the count of right answers.</summary>
    private readonly Tensor totals;
    private readonly bool isOneDnnWrong;
    private long seen;

    public EagerArithmetic(TorchNetwork network, SgdOptimizer optimizer, ArithmeticPath? path = null)
    {
        (this.network, this.optimizer, this.path) = (network, optimizer, path ?? ArithmeticPath.Plain);
        isOneDnnWrong = network.Device.type is DeviceType.CPU && !OneDnn.IsRight;
        totals = zeros(2, ScalarType.Float64, network.Device).DetachFromDisposeScope();
    }

    public void Begin(RunningSums sums)
    {
        using var start = tensor([sums.Loss, sums.Correct]);
        totals.copy_(start);
        seen = sums.Images;
    }

    public void Step(Tensor images, Tensor labels, double lr)
    {
        using var without = OneDnn.Avoid(isOneDnnWrong);
        Prepare(isTraining: true);
        var n = (int)images.shape[0];
        var microBatch = path.MicroBatch ?? n;
        for (var first = 0; first < n; first += microBatch)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(microBatch, n - first);
            var loss = Loss(images.narrow(0, first, count), labels.narrow(0, first, count));
            using var share = ((double)count / n).ToScalar();
            loss.mul(share).backward();
        }

        optimizer.Step(lr);
    }

    public void Evaluate(Tensor images, Tensor labels)
    {
        using var without = OneDnn.Avoid(isOneDnnWrong);
        Prepare(isTraining: false);
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        _ = Loss(images, labels);
    }

    public RunningSums Fetch()
    {
        using var fetched = totals.cpu();
        var values = fetched.data<double>();
        return new RunningSums(values[0], (long)values[1], seen);
    }

    public void Reload()
    {
    }

    public void Dispose() => totals.Dispose();

    /// <summary>The switches of TF32 and cuDNN belong to the process.</summary>
    private void Prepare(bool isTraining)
    {
        Cudnn.IsTuned = path.IsTuned;
        backends.cuda.matmul.allow_tf32 = path.InTf32;
        backends.cudnn.allow_tf32 = path.InTf32;
        network.Train(isTraining);
    }

    /// <summary>The mean loss of some images, which is added to the sums.</summary>
    private Tensor Loss(Tensor images, Tensor labels)
    {
        var logits = network.Forward(images, path.InBf16); // (n, classes) fp32
        var loss = cross_entropy(logits, labels);
        using var count = images.shape[0].ToScalar();
        var sum = loss.detach().to(ScalarType.Float64).mul(count);
        var correct = logits.detach().argmax(1).eq(labels).sum().to(ScalarType.Float64);
        totals.add_(stack([sum, correct]), Scalars.One);
        seen += images.shape[0];
        return loss;
    }
}
