using VggSweep.Core;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Trainer.Data;
using VggSweep.Trainer.Native;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Measuring;

/// <summary>The claims about a trial's memory, its bits and its second try.</summary>
internal sealed partial class SelfTest
{
    /// <summary>Of a prediction that no device has confirmed yet.</summary>
    private const double MostMemoryRatio = 1.5;

    /// <summary>What one step takes of the device beyond CUDA's context, which the prediction counts apart.</summary>
    private (bool IsGood, string Message) Memory()
    {
        if (!isCuda)
        {
            return (true, "a process's memory is predicted and tested apart: bench/memory.py");
        }

        ones(1, device: device).cpu().Dispose();
        var before = DeviceMemory.UsedBytes();
        using (var training = new NoiseTraining(Large, device, new ResidentImages(device, Large.Resolution), InTf32, noise))
        {
            training.Queue(2);
            training.Wait();
        }

        var (measured, shape) = (DeviceMemory.UsedBytes() - before, TrialNetwork.Of(Large).Value!);
        var predicted = NetworkMemory.Of(shape, Large.BatchSize, Large.Momentum > 0, InTf32).DeviceBytes - NetworkMemory.ContextBytes;
        return (measured is { } bytes && bytes <= predicted * MostMemoryRatio && predicted <= bytes * MostMemoryRatio,
            $"a step takes {(measured is { } taken ? AmountText.OfBytes(taken) : "what the driver does not say")} "
            + $"beside the context, predicted {AmountText.OfBytes(predicted)}");
    }

    /// <summary>
    /// Stopped in the middle of an epoch and resumed from its checkpoint, a trial ends with the bits of one that was
    /// not.
    /// </summary>
    private (bool IsGood, string Message) Resume()
    {
        using var trials = new NoiseTrial(new Compute(IsReference: false, device));
        var whole = trials.Train("whole");
        var first = trials.Train("parts", stopAfter: NoiseTrial.Steps + 2);
        var second = trials.Train("parts", first);
        return (first.End is AttemptEnd.Stopped && whole.Hash is not null && whole.Hash == second.Hash,
            $"stopped within an epoch and resumed, the weights end as {Short(second)}, and as {Short(whole)} without a stop");

        static string Short(NoiseTrial.Trained trained) => trained.Hash?[..8] ?? $"{trained.End}";
    }

    private (bool IsGood, string Message) Tuned()
    {
        using var trials = new NoiseTrial(new Compute(IsReference: false, device) { IsTuned = true });
        var trained = trials.Train("tuned");
        var isTuned = Cudnn.IsTuned;
        Cudnn.IsTuned = false;
        return (
            trained.Hash is not null && isTuned && !Cudnn.IsTuned,
            $"cuDNN's choice of algorithms {(isTuned ? "follows" : "does not follow")} the path \"{trained.Paths[^1]}\"");
    }

    /// <summary>libtorch's own refusal in the third step.</summary>
    private (bool IsGood, string Message) Retry()
    {
        using var trials = new NoiseTrial(new Compute(IsReference: false, device));
        var trained = trials.Train("refused", onStep: step =>
        {
            if (step == 3)
            {
                empty(1L << 60, ScalarType.Byte, device).Dispose();
            }
        });
        return (
            trained.Hash is not null && trained.Paths.Count == 2,
            $"refused memory in its third step, a trial begins in \"{trained.Paths[0]}\", then in "
            + $"\"{trained.Paths[^1]}\", and ends as {trained.End!.GetType().Name}");
    }
}
