using VggSweep.Core.Training;

namespace VggSweep.Core.Sweeps;

/// <summary>What every trial of a sweep shares about its data and checkpoints.</summary>
[GenerateSerializer]
public sealed record TrainingSpec
{
    /// <summary>Fashion-MNIST's labelled images outside its test set.</summary>
    public const int AvailableImages = FashionMnistFiles.TrainingImages;

    /// <summary>Fashion-MNIST's test images, seen once at a trial's end; unless <see cref="ValidationImages"/> is 0.</summary>
    public const int TestImages = FashionMnistFiles.TestImages;

    /// <summary>Training images, drawn by <see cref="Seed"/> from those not held out. Default: all of them.</summary>
    [Id(0)] public int? Images { get; init; }

    /// <summary>
    /// Images held out of the 60,000 by <see cref="Seed"/> to choose by. Default: 5,000. 0 holds out none: the test images are
    /// seen after every epoch and the best trial is chosen by them, as in the chapter, so that its test accuracy flatters it.
    /// </summary>
    [Id(1)] public int ValidationImages { get; init; } = 5_000;

    /// <summary>Epochs between checkpoints; the last epoch always has one. Default: 1.</summary>
    [Id(2)] public int CheckpointEvery { get; init; } = 1;

    /// <summary>Seeds the split, so that all trials of the sweep see the same images. Default: 0.</summary>
    [Id(3)] public long Seed { get; init; }

    /// <summary>Images of one epoch.</summary>
    public int CountTrainingImages() => Images ?? AvailableImages - ValidationImages;

    /// <summary>Images seen after each epoch, to choose by.</summary>
    public int CountValidationImages() => ValidationImages == 0 ? TestImages : ValidationImages;
}
