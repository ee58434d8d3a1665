namespace VggSweep.Trainer.Fast;

/// <summary>What the backward pass of a micro-batch needs to know of its step.</summary>
/// <param name="Sgd">The step's update.</param>
/// <param name="IsFirst">Of the step: gradients begin anew.</param>
/// <param name="IsLast">Of the step: the weights are updated behind it.</param>
internal readonly record struct StepTerms(Sgd Sgd, bool IsFirst, bool IsLast);
