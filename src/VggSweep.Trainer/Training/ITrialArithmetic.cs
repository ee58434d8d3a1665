using static TorchSharp.torch;

namespace VggSweep.Trainer.Training;

/// <summary>How a trial's steps are computed. What two of them train from one state differs by rounding alone.</summary>
internal interface ITrialArithmetic : IDisposable
{
    /// <summary>What follows is added to these sums.</summary>
    void Begin(RunningSums sums);

    /// <summary>One step of SGD. On a CUDA device it is queued, and nothing waits for it.</summary>
    /// <param name="images">(n, 1, R, R), from 0 to 1.</param>
    /// <param name="labels">(n)</param>
    void Step(Tensor images, Tensor labels, double lr);

    /// <summary>Without gradients, dropout and batch statistics.</summary>
    /// <inheritdoc cref="Step"/>
    void Evaluate(Tensor images, Tensor labels);

    /// <summary>Waits for all that is queued.</summary>
    /// <returns>The sums since <see cref="Begin"/>, with each step's loss as it was before the step.</returns>
    RunningSums Fetch();

    /// <summary>After the weights were loaded from a checkpoint.</summary>
    void Reload();
}
