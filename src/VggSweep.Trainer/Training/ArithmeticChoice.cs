using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Training;
using VggSweep.Trainer.Fast;
using VggSweep.Trainer.Models;

namespace VggSweep.Trainer.Training;

/// <summary>By which arithmetic a trial is trained. A trial that has begun keeps its path.</summary>
internal static class ArithmeticChoice
{
    /// <summary>With the value <c>reference</c> the trainer computes by libtorch's own differentiation, fp32 alone: to compare with.</summary>
    public const string Variable = "VGGSWEEP_ARITHMETIC";

    public static bool WantsReference { get; } = Environment.GetEnvironmentVariable(Variable) == "reference";

    /// <summary>For the numerics.</summary>
    public static string Name => WantsReference ? "fp32" : "fast";

    /// <param name="isReference">By libtorch's own differentiation.</param>
    /// <param name="warnings">Gets why a wanted precision was not taken.</param>
    public static (ITrialArithmetic Arithmetic, ArithmeticPath Path) Make(
        TrainOrder order, TorchNetwork network, SgdOptimizer optimizer, NetworkShape shape, bool isReference, List<string> warnings)
    {
        var trial = order.Parameters;
        if (isReference)
        {
            if (trial.Precision is not Precision.Fp32)
            {
                warnings.Add($"precision is fp32 instead of {trial.Precision}: {Variable} asks for the reference, which has no other");
            }

            return (new EagerArithmetic(network, optimizer), ArithmeticPath.Plain);
        }

        var isBegun = order.Path is not null || order.Resume.Count > 0;
        var path = isBegun ? ArithmeticPath.Parse(order.Path) : new ArithmeticPath(IsBf16(trial, shape, order.Threads, warnings), MicroBatch(order, shape));
        return (new FastArithmetic(network, optimizer, shape, order.Threads, path.InBf16, path.MicroBatch ?? trial.BatchSize), path);
    }

    private static bool IsBf16(TrialParameters trial, NetworkShape shape, int threads, List<string> warnings)
    {
        if (trial.Precision is Precision.Fp32)
        {
            return false;
        }

        var reason = trial.Precision is Precision.Auto && !Processor.HasBf16
            ? "this processor has no instructions for bf16"
            : PrecisionCheck.Disagreement(shape, trial, threads);
        if (reason is not null)
        {
            warnings.Add($"precision is fp32 instead of {(trial.Precision is Precision.Auto ? "auto's bf16" : "bf16")}: {reason}");
        }

        return reason is null;
    }

    /// <summary>
    /// Null for the whole batch. With batch normalization it is never parted: the plan has refused what does not fit whole,
    /// and whoever forced it wants to see it tried.
    /// </summary>
    private static int? MicroBatch(TrainOrder order, NetworkShape shape)
    {
        var trial = order.Parameters;
        var images = trial.BatchNorm ? trial.BatchSize : TrialMemory.LargestMicroBatch(shape, trial, order.MemoryBytes) ?? 1;
        return images < trial.BatchSize ? images : null;
    }
}
