using System.Runtime.InteropServices;
using Microsoft.Extensions.Time.Testing;
using VggSweep.Core.Training;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Tests;

/// <summary>Trainings that ask libtorch for more memory than there is, and get its own refusal.</summary>
[Collection(OneAtATime.Name)]
public sealed class OutOfMemoryRules : IDisposable
{
    private static readonly Compute Fast = new(IsReference: false, Accelerator: null);
    private static readonly Compute Resident = new(IsReference: false, Accelerator: CPU);

    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-trainer-").FullName;

    [Theory]
    [InlineData(false, null, "micro-batch 16")]
    [InlineData(false, "micro-batch 5", "micro-batch 3")]
    [InlineData(true, null, "tf32, micro-batch 16")]
    [InlineData(true, "tf32, bf16", "tf32, bf16, micro-batch 16")]
    public void The_trial_restarts_in_halves_and_ends_as_one_that_started_so(bool isResident, string? path, string halved)
    {
        var compute = isResident ? Resident : Fast;
        var (steps, paths, warnings) = (0, new List<string?>(), new List<string>());
        var refused = Train(Order("refused") with { Path = path }, compute, RefuseAt(3), Note);
        var begun = Train(Order("begun") with { Path = halved }, compute, () => { }, _ => { });
        Assert.Equal([path ?? (isResident ? "tf32" : null), halved], paths);
        Assert.Contains("did not fit in the memory", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Equal(Assert.IsType<AttemptEnd.Completed>(begun).Weights.Hash, Assert.IsType<AttemptEnd.Completed>(refused).Weights.Hash);

        Action RefuseAt(int step) => () =>
        {
            if (++steps == step)
            {
                Refuse();
            }
        };

        void Note(TrainerEvent happened)
        {
            if (happened is TrainerEvent.Started started)
            {
                paths.Add(started.Path);
                warnings.AddRange(started.Warnings);
            }
        }
    }

    [Theory]
    [InlineData("always", 2)]
    [InlineData("with batch normalization", 1)]
    [InlineData("of single images", 1)]
    [InlineData("after an epoch", 1)]
    public void It_is_not_tried_again(string name, int begins)
    {
        var (began, epochs) = (0, 0);
        var order = Order("again") with { Path = name == "of single images" ? "micro-batch 1" : null };
        order = order with { Parameters = order.Parameters with { BatchNorm = name == "with batch normalization" } };
        var end = Train(order, Fast, () =>
        {
            if (name != "after an epoch" || epochs == 1)
            {
                Refuse();
            }
        }, happened => (began, epochs) = (
            began + (happened is TrainerEvent.Started ? 1 : 0), epochs + (happened is TrainerEvent.EpochDone ? 1 : 0)));
        var refusal = Assert.IsType<AttemptEnd.OutOfMemory>(end);
        Assert.Equal(
            name == "with batch normalization",
            refusal.Message.Contains("batch normalization keeps whole", StringComparison.Ordinal));
        Assert.Equal(begins, began);
    }

    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.79 GiB of which 1.06 GiB is free.")]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`")]
    [InlineData("cuDNN error: CUDNN_STATUS_ALLOC_FAILED")]
    public void Cudas_words_are_known(string text) => Assert.True(TrialTrainer.IsOutOfMemory(new Refusal(text)));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Refuse() => empty(1L << 60, ScalarType.Byte).Dispose();

    private TrainOrder Order(string name)
    {
        var order = GivenOrder.Small(Path.Combine(folder, name));
        return order with { Parameters = order.Parameters with { BatchNorm = false } };
    }

    private static AttemptEnd Train(TrainOrder order, Compute compute, Action onStep, Action<TrainerEvent> tell) =>
        new TrialTrainer(tell, new StopSwitch(), new FakeTimeProvider()) { OnStep = onStep, Compute = compute }.Train(order);

    /// <summary>As TorchSharp throws libtorch's errors.</summary>
    private sealed class Refusal(string message) : ExternalException(message);
}
