using VggSweep.Trainer.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace VggSweep.Trainer.Training;

/// <summary>The readable reference: libtorch's modules and its automatic differentiation, on any device.</summary>
internal sealed class EagerArithmetic(TorchNetwork network, SgdOptimizer optimizer) : ITrialArithmetic
{
    public (double Loss, long Correct) Step(Tensor images, Tensor labels, double lr)
    {
        network.Train(true);
        using var scope = NewDisposeScope();
        var logits = network.Forward(images);
        var loss = cross_entropy(logits, labels);
        loss.backward();
        optimizer.Step(lr);
        return (loss.item<float>(), logits.argmax(1).eq(labels).sum().item<long>());
    }

    public (double Loss, long Correct) Evaluate(Tensor images, Tensor labels)
    {
        network.Train(false);
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var logits = network.Forward(images);
        return (cross_entropy(logits, labels).item<float>(), logits.argmax(1).eq(labels).sum().item<long>());
    }

    public void Reload()
    {
    }

    public void Dispose()
    {
    }
}
