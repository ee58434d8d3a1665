using static TorchSharp.torch;

namespace VggSweep.Trainer.Training;

/// <summary>How a trial's steps are computed. What two of them train from one state differs by rounding alone.</summary>
internal interface ITrialArithmetic : IDisposable
{
    /// <summary>One step of SGD.</summary>
    /// <param name="images">(n, 1, R, R), from 0 to 1.</param>
    /// <param name="labels">(n)</param>
    /// <returns>Mean loss before the step, and images classified rightly.</returns>
    (double Loss, long Correct) Step(Tensor images, Tensor labels, double lr);

    /// <summary>Without gradients, dropout and batch statistics.</summary>
    /// <inheritdoc cref="Step"/>
    (double Loss, long Correct) Evaluate(Tensor images, Tensor labels);

    /// <summary>After the weights were loaded from a checkpoint.</summary>
    void Reload();
}
