using TorchSharp;
using VggSweep.Core.Sweeps;
using VggSweep.Trainer.Models;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Training;

/// <summary>
/// Stochastic gradient descent as torch.optim.SGD defines it: d = g + wd·w, b = m·b + d, w = w − lr·b. Ours, because a
/// checkpoint must hold the momentum and TorchSharp's keeps it to itself.
/// </summary>
internal sealed class SgdOptimizer : IDisposable
{
    private readonly IReadOnlyList<(string Name, Tensor Tensor)> parameters;

    public SgdOptimizer(IReadOnlyList<(string Name, Tensor Tensor)> parameters, TrialParameters trial)
    {
        this.parameters = parameters;
        (Momentum, WeightDecay) = (trial.Momentum, trial.WeightDecay);
        Momenta = Momentum > 0
            ? [.. parameters.Select(entry => ($"optimizer.{entry.Name}", zeros_like(entry.Tensor).detach().DetachFromDisposeScope()))]
            : [];
    }

    public double Momentum { get; }

    public double WeightDecay { get; }

    /// <summary>One tensor a parameter, or none without momentum.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> Momenta { get; }

    /// <summary>Uses up the gradients: kept ones would stand beside the next step's until those are added to them.</summary>
    public void Step(double lr)
    {
        using var noGradients = no_grad();
        using var rate = (-lr).ToScalar();
        using var momentum = Momentum.ToScalar();
        using var decay = WeightDecay.ToScalar();
        for (var index = 0; index < parameters.Count; index++)
        {
            var (parameter, gradient) = (parameters[index].Tensor, parameters[index].Tensor.grad!);
            if (WeightDecay > 0)
            {
                gradient.add_(parameter, decay);
            }

            var direction = Momentum > 0 ? Momenta[index].Tensor.mul_(momentum).add_(gradient, Scalars.One) : gradient;
            parameter.add_(direction, rate);
            gradient.Dispose();
            parameter.grad = null;
        }
    }

    public void Dispose()
    {
        foreach (var (_, tensor) in Momenta)
        {
            tensor.Dispose();
        }
    }
}
