using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using VggSweep.Core.Training;
using VggSweep.Trainer.Data;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Training;

/// <summary>Trains one order after the other, and tells every end as a value.</summary>
internal sealed partial class TrialTrainer(Action<TrainerEvent> tell, StopSwitch stop, TimeProvider time)
{
    /// <summary>libtorch's allocator on CPUs, C++'s, oneDNN's, CUDA's, and those of its libraries.</summary>
    private static readonly string[] OutOfMemoryTexts =
        ["DefaultCPUAllocator", "bad_alloc", "could not create a memory", "out of memory", "STATUS_ALLOC_FAILED"];

    private (string Folder, FashionMnist Images)? data;

    /// <summary>Default: what is here, unless the environment asks for the reference.</summary>
    public Compute Compute { get; init; } = Compute.Here;

    /// <summary>Reads the data of a folder. Default: Fashion-MNIST's files.</summary>
    public Func<string, FashionMnist> Open { get; init; } = FashionMnist.Open;

    /// <summary>Called after every step.</summary>
    public Action OnStep { get; init; } = () => { };

    /// <remarks>
    /// What runs out of memory before the trial has recorded an epoch is tried once more from the beginning, in micro-batches of
    /// half as many images. Later it is not: a trial keeps its path for life.
    /// </remarks>
    public AttemptEnd Train(TrainOrder order)
    {
        var (path, isRecorded) = ((ArithmeticPath?)null, order.Done > 0);
        void Note(TrainerEvent happened)
        {
            path = happened is TrainerEvent.Started started ? ArithmeticPath.Parse(started.Path) : path;
            isRecorded |= happened is TrainerEvent.EpochDone;
            tell(happened);
        }

        var end = Train(order, Note, []);
        if (end is not AttemptEnd.OutOfMemory || isRecorded || path is null || Halved(order, path) is not { } images)
        {
            return end;
        }

        var smaller = order with { Path = (path with { MicroBatch = images }).Text, Resume = [] };
        var warning = $"steps are in micro-batches of {images} images: "
            + $"{path.MicroBatch ?? order.Parameters.BatchSize} at once did not fit in the memory";
        return Train(smaller, tell, [warning]);
    }

    private AttemptEnd Train(TrainOrder order, Action<TrainerEvent> tell, IReadOnlyList<string> warnings)
    {
        using var scope = NewDisposeScope();
        try
        {
            set_num_threads(order.Threads);
            MemoryPeak.Reset();
            if (data?.Folder != order.DataFolder)
            {
                data = (order.DataFolder, Open(order.DataFolder));
            }

            using var loop = new TrainingLoop(order, data.Value.Images, tell, stop, OnStep, time, Compute, warnings);
            return loop.Run();
        }
        catch (Exception exception) when (IsOutOfMemory(exception))
        {
            var why = order.Parameters.BatchNorm ? ", which batch normalization keeps whole" : "";
            return new AttemptEnd.OutOfMemory(
                $"there was not enough memory for batch size {order.Parameters.BatchSize}{why}; use fewer slots or a "
                + "smaller batch", NeededBytes(exception));
        }
        catch (Exception exception) when (MachineFaults.Of(exception, order.Folder) is { } fault)
        {
            return fault;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            return new AttemptEnd.Faulted($"{exception.GetType().Name}: {exception.Message}");
        }
    }

    /// <summary>libtorch has no type of its own for it: the text is all there is.</summary>
    internal static bool IsOutOfMemory(Exception exception) =>
        exception is OutOfMemoryException
        || (exception is ExternalException
            && OutOfMemoryTexts.Any(text => exception.Message.Contains(text, StringComparison.OrdinalIgnoreCase)));

    /// <summary>libtorch's allocator on CPUs names what it asked for; of a device's memory nothing is predicted.</summary>
    private long NeededBytes(Exception exception) =>
        Compute.Accelerator is null && AskedFor().Match(exception.Message) is { Success: true } asked
            && long.TryParse(asked.Groups[1].Value, out var bytes)
            && MemoryPeak.Bytes() is var taken && bytes <= long.MaxValue - taken
            ? taken + bytes
            : long.MaxValue;

    [GeneratedRegex(@"tried to allocate (\d+) bytes")]
    private static partial Regex AskedFor();

    /// <summary>Null where parts of a batch would change the result, or there are none.</summary>
    private int? Halved(TrainOrder order, ArithmeticPath path)
    {
        var images = path.MicroBatch ?? order.Parameters.BatchSize;
        return order.Parameters.BatchNorm || Compute.IsReference || images == 1 ? null : (images + 1) / 2;
    }
}
