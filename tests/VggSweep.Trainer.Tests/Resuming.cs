using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Trainer.Training;

namespace VggSweep.Trainer.Tests;

/// <summary>Interrupted after any step, a training ends with the same bits, with everything on that has a state of its own.</summary>
[Collection(OneAtATime.Name)]
public sealed class Resuming : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-trainer-").FullName;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(1, 9)]
    [InlineData(2, 3)]
    public void Final_weights_and_epochs_are_bit_equal(int threads, int stopAfter)
    {
        var whole = Train(Order("whole", threads, [], 1), stopAfter: null);
        var first = Train(Order("parts", threads, [], 1), stopAfter);
        Assert.IsType<AttemptEnd.Stopped>(first.End);

        var second = Train(Order("parts", threads, [first.Saved[^1]], 2), stopAfter: null);

        var (expected, actual) = (Assert.IsType<AttemptEnd.Completed>(whole.End), Assert.IsType<AttemptEnd.Completed>(second.End));
        Assert.Equal(expected.Weights.Hash, actual.Weights.Hash);
        Assert.Equal((expected.TestLoss, expected.TestAccuracy), (actual.TestLoss, actual.TestAccuracy));
        Assert.All(whole.Epochs.TakeLast(second.Epochs.Count).Zip(second.Epochs), pair => Assert.True(pair.First.SameResult(pair.Second)));
    }

    [Fact]
    public void Another_seed_gives_other_weights()
    {
        var (one, two) = (Train(Order("one", 1, [], 1), null), Train(Order("two", 1, [], 1, seed: 8), null));
        Assert.NotEqual(Assert.IsType<AttemptEnd.Completed>(one.End).Weights.Hash, Assert.IsType<AttemptEnd.Completed>(two.End).Weights.Hash);
    }

    [Fact]
    public void A_damaged_checkpoint_is_skipped_with_its_reason()
    {
        var first = Train(Order("damaged", 1, [], 1), stopAfter: 6);
        var newest = first.Saved[^1];
        File.WriteAllText(newest.Path, "damaged");
        var second = Train(Order("damaged", 1, [newest, first.Saved[0]], 2), stopAfter: null);
        Assert.Contains("another hash", Assert.Single(second.Skipped), StringComparison.Ordinal);
        Assert.IsType<AttemptEnd.Completed>(second.End);
    }

    [Fact]
    public void A_loss_without_a_number_is_told_with_its_place() =>
        Assert.IsType<AttemptEnd.Diverged>(Train(Order("diverged", 1, [], 1, lr: 1e30), stopAfter: null).End);

    [Fact]
    public void Missing_data_is_named()
    {
        var end = Assert.IsType<AttemptEnd.Faulted>(Train(Order("data", 1, [], 1) with { DataFolder = folder }, stopAfter: null).End);
        Assert.Contains("train-images-idx3-ubyte.gz is missing", end.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private TrainOrder Order(string name, int threads, IReadOnlyList<CheckpointReference> resume, long fence, long seed = 7, double lr = 0.05) => new(
        name,
        new TrialParameters
        {
            Arch = "blocks",
            Blocks = [new(1, 4), new(1, 8)],
            Resolution = 28,
            Dense = 16,
            BatchNorm = true,
            BatchSize = 32,
            Lr = lr,
            LrSchedule = LrSchedule.Cosine,
            Momentum = 0.9,
            WeightDecay = 1e-4,
            Dropout = 0.3,
            Epochs = 3,
            Seed = seed,
        },
        new TrainingSpec { Images = 128, ValidationImages = 100 }, Data(), Path.Combine(folder, name), fence, threads, Done: 0, resume);

    private static Trained Train(TrainOrder order, int? stopAfter)
    {
        var trained = new Trained();
        var (stop, epochs) = (new StopSwitch(), new Counter());
        var end = new TrialTrainer(happened => trained.Add(happened), stop) { OnStep = () => epochs.StopAt(stopAfter, stop) }.Train(order);
        return trained with { End = end };
    }

    /// <summary>Debian's package, or where the launcher put it.</summary>
    private static string Data()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        string[] places = ["/usr/share/datasets/fashion-mnist", Path.Combine(cache, "vggsweep", "fashion-mnist")];
        return places.First(Directory.Exists);
    }

    private sealed class Counter
    {
        private int steps;

        public void StopAt(int? step, StopSwitch stop)
        {
            if (++steps == step)
            {
                stop.Request(checkpoint: true);
            }
        }
    }

    private sealed record Trained
    {
        public AttemptEnd? End { get; init; }

        public List<EpochRecord> Epochs { get; } = [];

        public List<CheckpointReference> Saved { get; } = [];

        public List<string> Skipped { get; } = [];

        public void Add(TrainerEvent happened)
        {
            switch (happened)
            {
                case TrainerEvent.EpochDone epoch:
                    Epochs.Add(epoch.Record);
                    break;
                case TrainerEvent.Saved saved:
                    Saved.Add(saved.Checkpoint);
                    break;
                case TrainerEvent.Started started:
                    Skipped.AddRange(started.Skipped);
                    break;
            }
        }
    }
}
