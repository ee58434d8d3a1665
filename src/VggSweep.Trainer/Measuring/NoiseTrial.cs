using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Trainer.Data;
using VggSweep.Trainer.Training;

namespace VggSweep.Trainer.Measuring;

/// <summary>Whole trials on noise, with their files in a temporary folder: what a worker orders, without data.</summary>
internal sealed class NoiseTrial(Compute compute) : IDisposable
{
    /// <summary>Of one epoch.</summary>
    public const int Steps = 4;

    private static readonly FashionMnist Noise = new(Repeat(FashionMnistFiles.TrainingImages), Repeat(FashionMnistFiles.TestImages));

    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-selftest-").FullName;

    /// <summary>Two epochs; everything on that has a state of its own.</summary>
    /// <param name="name">Of its folder.</param>
    /// <param name="resume">A checkpoint to go on from.</param>
    /// <param name="onStep">Called with the number of each step.</param>
    public Trained Train(string name, Trained? resume = null, int? stopAfter = null, Action<int>? onStep = null)
    {
        var (steps, stop, trained) = (0, new StopSwitch(), new Trained([], []));
        var trainer = new TrialTrainer(trained.Note, stop, TimeProvider.System)
        {
            Compute = compute,
            Open = _ => Noise,
            OnStep = () =>
            {
                steps++;
                onStep?.Invoke(steps);
                if (steps == stopAfter)
                {
                    stop.Request(checkpoint: true);
                }
            },
        };
        return trained with { End = trainer.Train(Order(Path.Combine(folder, name), resume)) };
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static TrainOrder Order(string folder, Trained? resume) => new(
        "noise",
        new TrialParameters
        {
            Arch = "blocks",
            Blocks = [new(1, 8), new(1, 16)],
            Resolution = 28,
            Dense = 64,
            BatchSize = 32,
            Lr = 0.05,
            Momentum = 0.9,
            WeightDecay = 1e-4,
            Dropout = 0.3,
            Epochs = 2,
            Seed = 7,
        },
        new TrainingSpec { Images = 32 * Steps, ValidationImages = 100 },
        "noise",
        folder,
        Fence: resume is null ? 1 : 2,
        Threads: 1,
        Done: 0,
        Resume: resume is null ? [] : [resume.Saved[^1]],
        Path: resume?.Paths[^1]);

    private static LabelledImages Repeat(int images)
    {
        var noise = StepMeasurement.Noise();
        var (pixels, labels) = (new byte[images * LabelledImages.ImageSize], new byte[images]);
        for (var image = 0; image < images; image++)
        {
            noise.Image(image % StepMeasurement.Images).CopyTo(pixels.AsSpan(image * LabelledImages.ImageSize));
            labels[image] = noise.Labels[image % StepMeasurement.Images];
        }

        return new LabelledImages(pixels, labels);
    }

    /// <summary>What the trainer has said.</summary>
    /// <param name="Paths">One for each time that it began.</param>
    internal sealed record Trained(List<string?> Paths, List<CheckpointReference> Saved)
    {
        public AttemptEnd? End { get; init; }

        /// <summary>Of the final weights; null where there are none.</summary>
        public string? Hash => (End as AttemptEnd.Completed)?.Weights.Hash;

        public void Note(TrainerEvent happened)
        {
            switch (happened)
            {
                case TrainerEvent.Started started:
                    Paths.Add(started.Path);
                    break;
                case TrainerEvent.Saved saved:
                    Saved.Add(saved.Checkpoint);
                    break;
            }
        }
    }
}
