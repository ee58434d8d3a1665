using Microsoft.Extensions.Time.Testing;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
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
    [InlineData(1, 4)] // all steps of the epoch, before its validation
    [InlineData(1, 5)]
    [InlineData(1, 12)]
    [InlineData(2, 3)]
    [InlineData(2, 8)]
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

    /// <summary>Beside the plain path above: with a checkpoint in the middle of an epoch.</summary>
    [Theory]
    [InlineData("reference", null)]
    [InlineData("bf16", "bf16")]
    [InlineData("micro-batches", "micro-batch 8")]
    [InlineData("micro-batches without momentum", "micro-batch 8")]
    public void So_they_are_on_every_path(string name, string? path)
    {
        TrainOrder Of(string folder, IReadOnlyList<CheckpointReference> resume, long fence)
        {
            var order = With(Order(folder, 1, resume, fence), trial => Variant(name, trial));
            return order with { Path = path };
        }

        var isReference = name == "reference";
        var whole = Train(Of("whole", [], 1), stopAfter: null, isReference);
        var first = Train(Of("parts", [], 1), stopAfter: 6, isReference);
        var second = Train(Of("parts", [first.Saved[^1]], 2), stopAfter: null, isReference);
        Assert.Equal(path, whole.Path);
        var (expected, actual) = (Assert.IsType<AttemptEnd.Completed>(whole.End), Assert.IsType<AttemptEnd.Completed>(second.End));
        Assert.Equal((expected.Weights.Hash, expected.TestLoss), (actual.Weights.Hash, actual.TestLoss));
    }

    [Theory]
    [InlineData(Precision.Fp32, null)]
    [InlineData(Precision.Bf16, "bf16")]
    public void A_trial_that_begins_takes_the_path_of_its_precision(Precision precision, string? path)
    {
        var trained = Train(With(Order("begins", 1, [], 1), trial => trial with { Precision = precision }), stopAfter: 1);
        Assert.Equal(path, trained.Path);
        Assert.Empty(trained.Warnings);
    }

    [Fact]
    public void A_trial_that_was_admitted_for_less_than_its_batch_needs_begins_in_micro_batches()
    {
        TrainOrder Of(string folder) => With(Order(folder, 1, [], 1), trial => trial with { BatchNorm = false, Resolution = 96 });
        var (order, shape) = (Of("small"), TrialNetwork.Of(Of("small").Parameters).Value!);
        var whole = Train(order, stopAfter: null);
        var parts = Train(Of("parts") with { MemoryBytes = TrialMemory.PeakBytes(shape, order.Parameters, 8) }, stopAfter: null);
        Assert.Equal("micro-batch 8", parts.Path);
        Assert.All(whole.Epochs.Zip(parts.Epochs), pair => Assert.Equal(pair.First.TrainLoss, pair.Second.TrainLoss, 1e-4));
    }

    [Fact]
    public void With_batch_normalization_a_forced_batch_stays_whole()
    {
        var (admitted, forced) = (
            Train(Order("admitted", 1, [], 1), stopAfter: null),
            Train(Order("forced", 1, [], 1) with { MemoryBytes = 1 }, stopAfter: null));
        Assert.Null(forced.Path);
        Assert.Equal(
            Assert.IsType<AttemptEnd.Completed>(admitted.End).Weights.Hash,
            Assert.IsType<AttemptEnd.Completed>(forced.End).Weights.Hash);
    }

    [Fact]
    public void Killed_between_its_last_epoch_and_its_end_a_trial_goes_straight_to_the_test_images()
    {
        var whole = Train(Order("whole", 1, [], 1), stopAfter: null);
        var again = Train(Order("again", 1, [whole.Saved[^1]], 2), stopAfter: null);
        Assert.Equal(3, whole.Saved[^1].Epoch);
        Assert.Empty(again.Epochs);
        var (expected, actual) = (Assert.IsType<AttemptEnd.Completed>(whole.End), Assert.IsType<AttemptEnd.Completed>(again.End));
        Assert.Equal((expected.Weights.Hash, expected.TestLoss), (actual.Weights.Hash, actual.TestLoss));
    }

    [Fact]
    public void With_nothing_held_out_the_test_images_are_watched()
    {
        var order = Order("watched", 1, [], 1);
        var trained = Train(order with { Training = order.Training with { ValidationImages = 0 } }, stopAfter: null);
        var (last, end) = (trained.Epochs[^1], Assert.IsType<AttemptEnd.Completed>(trained.End));
        Assert.Equal((end.TestLoss, end.TestAccuracy), (last.ValidationLoss, last.ValidationAccuracy));
    }

    [Fact]
    public void The_last_epoch_has_a_checkpoint_whatever_the_cadence()
    {
        var order = Order("cadence", 1, [], 1);
        var trained = Train(order with { Training = order.Training with { CheckpointEvery = 2 } }, stopAfter: null);
        Assert.Equal([2, 3], trained.Saved.Select(saved => saved.Epoch));
        Assert.Equal([1, 2, 3], trained.Epochs.Select(epoch => epoch.Epoch));
    }

    /// <summary>
    /// The file is taken from the folder while it is published: the same one again would be taken from under the one
    /// who copies it.
    /// </summary>
    [Fact]
    public void A_stop_right_after_an_epoch_does_not_write_its_checkpoint_again()
    {
        var (saved, stop) = (new List<CheckpointReference>(), new StopSwitch());
        var end = new TrialTrainer(
            happened =>
            {
                if (happened is TrainerEvent.Saved { Checkpoint: var checkpoint })
                {
                    saved.Add(checkpoint);
                    stop.Request(checkpoint: true);
                }
            },
            stop, new FakeTimeProvider()).Train(Order("stopped", 1, [], 1));
        Assert.IsType<AttemptEnd.Stopped>(end);
        Assert.Equal([(1, 0)], saved.Select(checkpoint => (checkpoint.Epoch, checkpoint.Step)));
    }

    [Fact]
    public void Without_a_readable_checkpoint_training_begins_from_the_seed()
    {
        var first = Train(Order("first", 1, [], 1), stopAfter: 6);
        File.Delete(first.Saved[^1].Path);
        var second = Train(Order("second", 1, [first.Saved[^1]], 2), stopAfter: null);
        var whole = Train(Order("whole", 1, [], 1), stopAfter: null);
        Assert.Single(second.Warnings);
        Assert.Equal(
            Assert.IsType<AttemptEnd.Completed>(whole.End).Weights.Hash,
            Assert.IsType<AttemptEnd.Completed>(second.End).Weights.Hash);
    }

    [Fact]
    public void Another_seed_gives_other_weights()
    {
        var (one, two) = (Train(Order("one", 1, [], 1), null), Train(With(Order("two", 1, [], 1), trial => trial with { Seed = 8 }), null));
        Assert.NotEqual(
            Assert.IsType<AttemptEnd.Completed>(one.End).Weights.Hash,
            Assert.IsType<AttemptEnd.Completed>(two.End).Weights.Hash);
    }

    [Fact]
    public void A_damaged_checkpoint_is_skipped_with_its_reason()
    {
        var first = Train(Order("damaged", 1, [], 1), stopAfter: 6);
        var newest = first.Saved[^1];
        File.WriteAllText(newest.Path, "damaged");
        var second = Train(Order("damaged", 1, [newest, first.Saved[0]], 2), stopAfter: null);
        Assert.Contains("its hash differs", Assert.Single(second.Warnings), StringComparison.Ordinal);
        Assert.IsType<AttemptEnd.Completed>(second.End);
    }

    /// <summary>A checkpoint under its fence is how a stop that came too early is told from one with progress.</summary>
    [Fact]
    public void A_stop_before_the_first_step_writes_no_checkpoint()
    {
        var first = Train(Order("early", 1, [], 1), stopAfter: 0);
        Assert.Equal(new AttemptEnd.Stopped(1, 0), first.End);
        Assert.Empty(first.Saved);

        var begun = Train(Order("early", 1, [], 2), stopAfter: 6);
        var again = Train(Order("early", 1, [begun.Saved[^1]], 3), stopAfter: 0);
        Assert.Equal(new AttemptEnd.Stopped(2, 2), again.End);
        Assert.Empty(again.Saved);
    }

    [Fact]
    public void A_loss_without_a_number_is_told_with_its_place() =>
        Assert.IsType<AttemptEnd.Diverged>(
            Train(With(Order("diverged", 1, [], 1), trial => trial with { Lr = 1e30 }), stopAfter: null).End);

    [Fact]
    public void Missing_data_is_named()
    {
        var end = Assert.IsType<AttemptEnd.MachineFault>(Train(Order("data", 1, [], 1) with { DataFolder = folder }, stopAfter: null).End);
        Assert.Equal(MachineFaultKind.Data, end.Fault);
        Assert.Contains("train-images-idx3-ubyte.gz is missing", end.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private TrainOrder Order(string name, int threads, IReadOnlyList<CheckpointReference> resume, long fence)
    {
        var order = GivenOrder.Small(Path.Combine(folder, name));
        return order with { Threads = threads, Resume = resume, Fence = fence };
    }

    private static TrialParameters Variant(string name, TrialParameters trial) => name switch
    {
        "bf16" => trial with { Precision = Precision.Bf16 },
        "micro-batches" => trial with { BatchNorm = false },
        "micro-batches without momentum" => trial with { BatchNorm = false, Momentum = 0 },
        _ => trial,
    };

    private static TrainOrder With(TrainOrder order, Func<TrialParameters, TrialParameters> change) =>
        order with { Parameters = change(order.Parameters) };

    private static Trained Train(TrainOrder order, int? stopAfter, bool isReference = false)
    {
        var trained = new Trained();
        var (stop, epochs) = (new StopSwitch(), new Counter());
        if (stopAfter == 0)
        {
            stop.Request(checkpoint: true);
        }

        var end = new TrialTrainer(happened => trained.Add(happened), stop, new FakeTimeProvider())
        {
            OnStep = () =>
            epochs.StopAt(stopAfter, stop),
            Compute = new Compute(isReference, null)
        }.Train(order);
        return trained with { End = end };
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
}
