using VggSweep.Core;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;

namespace VggSweep.Trainer.Data;

/// <summary>Which of the 60,000 images are trained on and which are held out to choose by; perhaps none.</summary>
internal sealed record Split(int[] Train, int[] Validation)
{
    public static Split Of(TrainingSpec training)
    {
        var all = Enumerable.Range(0, FashionMnistFiles.TrainingImages).ToArray();
        SeededRandom.For(training.Seed, "split").Shuffle(all.AsSpan());
        var rest = all[training.ValidationImages..];
        return new Split(rest[..(training.Images ?? rest.Length)], all[..training.ValidationImages]);
    }

    /// <summary>The order of an epoch's images; the same for the same seed and epoch, wherever training was interrupted.</summary>
    public int[] Shuffled(long seed, int epoch)
    {
        var order = Train.ToArray();
        SeededRandom.For(seed, "shuffle", epoch).Shuffle(order.AsSpan());
        return order;
    }
}
