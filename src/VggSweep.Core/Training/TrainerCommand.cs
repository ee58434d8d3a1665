using System.Text.Json.Serialization;

namespace VggSweep.Core.Training;

/// <summary>A line from the worker to the trainer, on its standard input. The end of the input ends the process.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Train), "train")]
[JsonDerivedType(typeof(Stop), "stop")]
public abstract record TrainerCommand
{
    private TrainerCommand()
    {
    }

    /// <summary>Train this; only while nothing else trains.</summary>
    public sealed record Train(TrainOrder Order) : TrainerCommand;

    /// <summary>Stop at the next step; write a checkpoint first if <paramref name="Checkpoint"/>.</summary>
    public sealed record Stop(bool Checkpoint) : TrainerCommand;
}
