using VggSweep.Core.Sweeps;

namespace VggSweep.Trainer.Training;

/// <summary>The learning rate of each step.</summary>
internal static class LearningRate
{
    /// <param name="step">Steps done before, over all epochs.</param>
    /// <param name="steps">Of the whole training.</param>
    public static double At(TrialParameters trial, long step, long steps)
    {
        var done = (double)step / steps;
        return trial.LrSchedule switch
        {
            LrSchedule.Linear => trial.Lr * (1 - done),
            LrSchedule.Cosine => trial.Lr * 0.5 * (1 + Math.Cos(Math.PI * done)),
            _ => trial.Lr,
        };
    }
}
