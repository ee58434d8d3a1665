using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;

namespace VggSweep.Trainer.Tests;

/// <summary>Trainings small enough for a test, with everything on that has a state of its own.</summary>
internal static class GivenOrder
{
    /// <summary>3 epochs of 4 steps.</summary>
    public static TrainOrder Small(string folder) => new(
        "small", SmallParameters, new TrainingSpec { Images = 128, ValidationImages = 100 }, GivenData.Folder, folder,
        Fence: 1, Threads: 1, Done: 0, Resume: []);

    /// <summary>More epochs than any test waits for.</summary>
    public static TrainOrder Endless(string folder) => Small(folder) with { Parameters = SmallParameters with { Epochs = 100_000 } };

    /// <summary>Steps of several seconds.</summary>
    public static TrainOrder SlowSteps(string folder) => Small(folder) with
    {
        Parameters = new TrialParameters { Arch = "vgg19", Width = 64, Resolution = 32, BatchSize = 512, Dense = 256 },
        Training = new TrainingSpec { Images = 1024, ValidationImages = 100 },
    };

    private static TrialParameters SmallParameters => new()
    {
        Arch = "blocks",
        Blocks = [new(1, 4), new(1, 8)],
        Resolution = 28,
        Dense = 16,
        BatchNorm = true,
        BatchSize = 32,
        Lr = 0.05,
        LrSchedule = LrSchedule.Cosine,
        Momentum = 0.9,
        WeightDecay = 1e-4,
        Dropout = 0.3,
        Epochs = 3,
        Seed = 7,
    };
}
