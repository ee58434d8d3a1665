using VggSweep.Core.Networks;
using VggSweep.Core.Training;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>Whether a trial fits into a memory, and in how large micro-batches. The plan decides by it, and the trainer follows.</summary>
public static class TrialMemory
{
    /// <summary>
    /// Predicted peak memory of the trial's process, or what it takes of a device; where its precision may fall back,
    /// the greater of both.
    /// </summary>
    /// <param name="images">Of a micro-batch; the batch size for none.</param>
    public static long PeakBytes(NetworkShape shape, TrialParameters trial, int images, bool onDevice = false)
    {
        long Peak(bool inBf16)
        {
            var memory = NetworkMemory.Of(
                shape, trial.BatchSize, trial.Momentum > 0,
                new ArithmeticPath(inBf16, images == trial.BatchSize ? null : images));
            return onDevice ? memory.DeviceBytes : memory.PeakBytes;
        }

        return trial.Precision is Precision.Fp32 ? Peak(false) : Math.Max(Peak(false), Peak(true));
    }

    /// <summary>The whole batch, or the largest part of it with which the trial stays within the memory.</summary>
    /// <returns>Null when not even one image does.</returns>
    public static int? LargestMicroBatch(NetworkShape shape, TrialParameters trial, long bytes, bool onDevice = false)
    {
        for (var images = trial.BatchSize; images > 1; images = (images + 1) / 2)
        {
            if (PeakBytes(shape, trial, images, onDevice) <= bytes)
            {
                return images;
            }
        }

        return PeakBytes(shape, trial, 1, onDevice) <= bytes ? 1 : null;
    }
}
