using System.Runtime.InteropServices;
using VggSweep.Core.Training;
using VggSweep.Trainer.Data;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Training;

/// <summary>Trains one order after the other, and tells every end as a value.</summary>
internal sealed class TrialTrainer(Action<TrainerEvent> tell, StopSwitch stop, TimeProvider time)
{
    private const int NoSpace = 28; // ENOSPC

    /// <summary>libtorch's allocator on CPUs, C++'s, oneDNN's, and CUDA's.</summary>
    private static readonly string[] OutOfMemoryTexts = ["DefaultCPUAllocator", "bad_alloc", "could not create a memory", "out of memory"];

    private (string Folder, FashionMnist Images)? data;

    /// <summary>Default: what is here, unless the environment asks for the reference.</summary>
    public Compute Compute { get; init; } = Compute.Here;

    /// <summary>Called after every step.</summary>
    public Action OnStep { get; init; } = () => { };

    public AttemptEnd Train(TrainOrder order)
    {
        using var scope = NewDisposeScope();
        try
        {
            set_num_threads(order.Threads);
            MemoryPeak.Reset();
            if (data?.Folder != order.DataFolder)
            {
                data = (order.DataFolder, FashionMnist.Open(order.DataFolder));
            }

            using var loop = new TrainingLoop(order, data.Value.Images, tell, stop, OnStep, time, Compute, []);
            return loop.Run();
        }
        catch (IOException exception) when (exception.HResult == NoSpace)
        {
            return new AttemptEnd.Faulted($"the disk is full: {order.Folder}; free some space and resume", DiskFull: true);
        }
        catch (DataProblemException exception)
        {
            return new AttemptEnd.Faulted(exception.Message, DiskFull: false);
        }
        catch (Exception exception) when (IsOutOfMemory(exception))
        {
            return new AttemptEnd.OutOfMemory($"there was not enough memory for batch size {order.Parameters.BatchSize}; use fewer slots or a smaller batch");
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            return new AttemptEnd.Faulted($"{exception.GetType().Name}: {exception.Message}", DiskFull: false);
        }
    }

    /// <summary>libtorch has no type of its own for it: the text is all there is.</summary>
    internal static bool IsOutOfMemory(Exception exception) =>
        exception is OutOfMemoryException
        || (exception is ExternalException && OutOfMemoryTexts.Any(text => exception.Message.Contains(text, StringComparison.OrdinalIgnoreCase)));
}
