using System.Text.Json.Serialization;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Training;

/// <summary>A line from the trainer to the worker.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(EpochDone), "epoch")]
[JsonDerivedType(typeof(Saved), "checkpoint")]
[JsonDerivedType(typeof(Ended), "ended")]
public abstract record TrainerEvent
{
    private TrainerEvent()
    {
    }

    /// <summary>The first line of every trainer.</summary>
    /// <param name="Protocol">Equal to <see cref="TrainerProtocol.Version"/>, or the two do not fit.</param>
    /// <param name="Build">Hash of the Core build that the trainer carries.</param>
    /// <param name="Arithmetic">As <see cref="Trials.Numerics.Precision"/> names it.</param>
    /// <param name="LibtorchFolder">Where a libtorch of the machine was loaded from; null for the one that the trainer ships.</param>
    public sealed record Hello(
        int Protocol, string Build, int Pid, string Device, string InstructionSet, string Libtorch, string Arithmetic,
        string? LibtorchFolder = null) : TrainerEvent;

    /// <summary>
    /// The data and the network stand; training begins after <paramref name="Epoch"/> epochs and
    /// <paramref name="Step"/> steps.
    /// </summary>
    /// <param name="Path">How it is computed, as <see cref="ArithmeticPath"/> writes it.</param>
    /// <param name="Warnings">Checkpoints that could not be read, a precision that was not taken; each with the reason.</param>
    public sealed record Started(long Parameters, int Epoch, int Step, string? Path, IReadOnlyList<string> Warnings) : TrainerEvent;

    /// <summary>At most two a second, and a sign of life while validating, testing and saving.</summary>
    public sealed record Progress(int Epoch, int Step, int Steps, double TrainLoss, double ImagesPerSecond) : TrainerEvent;

    public sealed record EpochDone(EpochRecord Record) : TrainerEvent;

    /// <summary>The file is durable and readable.</summary>
    public sealed record Saved(CheckpointReference Checkpoint, double Seconds) : TrainerEvent;

    /// <summary>The last line of an attempt. After anything but Completed and Released the process is not used again.</summary>
    public sealed record Ended(AttemptEnd End) : TrainerEvent;
}
