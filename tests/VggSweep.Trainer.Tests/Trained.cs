using VggSweep.Core.Training;
using VggSweep.Core.Trials;

namespace VggSweep.Trainer.Tests;

/// <summary>What a training told.</summary>
internal sealed record Trained
{
    public AttemptEnd? End { get; init; }

    public string? Path { get; private set; }

    public List<EpochRecord> Epochs { get; } = [];

    public List<CheckpointReference> Saved { get; } = [];

    public List<string> Warnings { get; } = [];

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
                Warnings.AddRange(started.Warnings);
                Path = started.Path;
                break;
        }
    }
}
