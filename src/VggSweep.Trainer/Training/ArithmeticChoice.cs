using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Training;
using VggSweep.Trainer.Fast;
using VggSweep.Trainer.Models;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Training;

/// <summary>By which arithmetic a trial is trained. A trial that has begun keeps its path.</summary>
internal static class ArithmeticChoice
{
    /// <param name="warnings">Gets why a wanted precision was not taken.</param>
    public static (ITrialArithmetic Arithmetic, ArithmeticPath Path) Make(
        TrainOrder order, TorchNetwork network, SgdOptimizer optimizer, NetworkShape shape, Compute compute, List<string> warnings)
    {
        var trial = order.Parameters;
        if (compute.IsReference)
        {
            if (trial.Precision is not Precision.Fp32)
            {
                warnings.Add(
                    $"precision is fp32 instead of {trial.Precision}: {Compute.Variable} asks for the reference, which has no other");
            }

            return (new EagerArithmetic(network, optimizer), ArithmeticPath.Plain);
        }

        var isBegun = order.Path is not null || order.Resume.Count > 0;
        var path = isBegun
            ? ArithmeticPath.Parse(order.Path)
            : new ArithmeticPath(IsBf16(order, network, shape, compute.Accelerator, warnings),
            MicroBatch(order, shape, compute), InTf32: compute.Accelerator is not null,
                IsTuned: compute.Accelerator is not null && compute.IsTuned);
        return (compute.Accelerator is null
            ? new FastArithmetic(network, optimizer, shape, order.Threads, path.InBf16, path.MicroBatch ?? trial.BatchSize)
            : new EagerArithmetic(network, optimizer, path), path);
    }

    private static bool IsBf16(TrainOrder order, TorchNetwork network, NetworkShape shape, Device? accelerator, List<string> warnings)
    {
        var trial = order.Parameters;
        if (trial.Precision is Precision.Fp32)
        {
            return false;
        }

        var reason = trial.Precision is Precision.Auto && accelerator is null && !Processor.HasBf16
            ? "this processor has no instructions for bf16"
            : PrecisionCheck.Disagreement(network, shape, trial, order.Threads);
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
    private static int? MicroBatch(TrainOrder order, NetworkShape shape, Compute compute)
    {
        var trial = order.Parameters;
        var images = trial.BatchNorm
            ? trial.BatchSize
            : TrialMemory.LargestMicroBatch(shape, trial, order.MemoryBytes, onDevice: compute.Accelerator is not null) ?? 1;
        return images < trial.BatchSize ? images : null;
    }
}
