using Microsoft.Extensions.Time.Testing;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Tests;

/// <summary>What a CUDA device is trained by, on the CPU: all but the device's name is the same.</summary>
[Collection(OneAtATime.Name)]
public sealed class AcceleratorRules : IDisposable
{
    private static readonly Compute Reference = new(IsReference: true, Accelerator: null);
    private static readonly Compute Resident = new(IsReference: false, Accelerator: CPU);

    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-trainer-").FullName;

    /// <summary>Resident images, resized by products, summed by tensors and fetched now and then: the same bits all the same.</summary>
    [Theory]
    [InlineData(32)]
    [InlineData(20)]
    public void Its_epochs_and_weights_are_the_references(int resolution)
    {
        TrainOrder Of(string name) => Order(name, trial => trial with { Resolution = resolution, Dropout = 0 });
        var (reference, resident) = (Train(Of("reference"), Reference), Train(Of("resident"), Resident));
        Assert.Null(reference.Path);
        Assert.Equal("tf32", resident.Path);
        Assert.Equal(3, resident.Epochs.Count);
        Assert.All(
            reference.Epochs.Zip(resident.Epochs),
            pair => Assert.True(pair.First.SameResult(pair.Second), $"{pair.First} {pair.Second}"));
        var (expected, actual) = (Assert.IsType<AttemptEnd.Completed>(reference.End), Assert.IsType<AttemptEnd.Completed>(resident.End));
        Assert.Equal(
            (expected.Weights.Hash, expected.TestLoss, expected.TestAccuracy),
            (actual.Weights.Hash, actual.TestLoss, actual.TestAccuracy));
    }

    [Theory]
    [InlineData(Precision.Fp32, true, "tf32")]
    [InlineData(Precision.Bf16, true, "tf32, bf16")]
    [InlineData(Precision.Auto, false, "tf32, bf16")]
    public void Interrupted_within_an_epoch_it_ends_with_the_same_bits(Precision precision, bool isNormalized, string path)
    {
        TrainOrder Of(string name, IReadOnlyList<CheckpointReference> resume, long fence) =>
            Order(name, trial => trial with { Precision = precision, BatchNorm = isNormalized }) with { Resume = resume, Fence = fence };
        var whole = Train(Of("whole", [], 1), Resident);
        var first = Train(Of("parts", [], 1), Resident, stopAfter: 6);
        Assert.Equal((2, 2), (Assert.IsType<AttemptEnd.Stopped>(first.End).Epoch, ((AttemptEnd.Stopped)first.End).Step));
        var second = Train(Of("parts", [first.Saved[^1]], 2) with { Path = first.Path }, Resident);
        Assert.Equal((path, path), (whole.Path, second.Path));
        Assert.Empty(whole.Warnings);
        var (expected, actual) = (Assert.IsType<AttemptEnd.Completed>(whole.End), Assert.IsType<AttemptEnd.Completed>(second.End));
        Assert.Equal((expected.Weights.Hash, expected.TestLoss), (actual.Weights.Hash, actual.TestLoss));
        Assert.All(whole.Epochs.TakeLast(2).Zip(second.Epochs), pair => Assert.True(pair.First.SameResult(pair.Second)));
    }

    [Fact]
    public void In_bf16_it_trains_other_bits_to_nearly_the_same_loss()
    {
        TrainOrder Of(string name, Precision precision) => Order(name, trial => trial with { Precision = precision, Dropout = 0 });
        var (exact, rounded) = (Train(Of("fp32", Precision.Fp32), Resident), Train(Of("bf16", Precision.Bf16), Resident));
        Assert.All(exact.Epochs.Zip(rounded.Epochs), pair =>
        {
            Assert.NotEqual(pair.First.TrainLoss, pair.Second.TrainLoss);
            Assert.Equal(pair.First.TrainLoss, pair.Second.TrainLoss, 0.06);
        });
    }

    [Fact]
    public void In_micro_batches_it_takes_the_same_steps_but_for_rounding()
    {
        TrainOrder Of(string name) => Order(name, trial => trial with { BatchNorm = false, Dropout = 0 });
        var (whole, parts) = (Train(Of("whole"), Resident), Train(Of("parts") with { Path = "tf32, micro-batch 12" }, Resident));
        Assert.Equal("tf32, micro-batch 12", parts.Path);
        Assert.All(whole.Epochs.Zip(parts.Epochs), pair => Assert.Equal(pair.First.TrainLoss, pair.Second.TrainLoss, 1e-4));
    }

    [Theory]
    [InlineData(64 * 70, 64)] // between two looks
    [InlineData(64 * 20, 20)] // at the epoch's end, before the first look
    public void A_loss_without_a_number_is_seen_at_the_next_look(int images, int step)
    {
        var order = Order("diverged", trial => trial with { Lr = 1e30, BatchSize = 64 });
        var end = Train(order with { Training = order.Training with { Images = images } }, Resident).End;
        Assert.Equal(new AttemptEnd.Diverged(1, step), end);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private TrainOrder Order(string name, Func<TrialParameters, TrialParameters> change)
    {
        var order = GivenOrder.Small(Path.Combine(folder, name));
        return order with { Parameters = change(order.Parameters) };
    }

    private static Trained Train(TrainOrder order, Compute compute, int? stopAfter = null)
    {
        var (trained, stop, steps) = (new Trained(), new StopSwitch(), 0);
        void OnStep()
        {
            if (++steps == stopAfter)
            {
                stop.Request(checkpoint: true);
            }
        }

        var end = new TrialTrainer(trained.Add, stop, new FakeTimeProvider()) { OnStep = OnStep, Compute = compute }.Train(order);
        return trained with { End = end };
    }
}
