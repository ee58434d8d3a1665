namespace VggSweep.Core.Grains;

/// <summary>What the worker does after an epoch.</summary>
[GenerateSerializer]
public abstract record EpochReply
{
    private EpochReply()
    {
    }

    /// <summary>Train on.</summary>
    [GenerateSerializer]
    public sealed record Continue : EpochReply;

    /// <summary>Stop with a checkpoint; the trial may go on later.</summary>
    [GenerateSerializer]
    public sealed record Pause(string Reason) : EpochReply;

    /// <summary>Stop for good.</summary>
    [GenerateSerializer]
    public sealed record Prune(string Reason) : EpochReply;

    /// <summary>The epoch was recorded before with another loss.</summary>
    [GenerateSerializer]
    public sealed record Differs(double RecordedTrainLoss) : EpochReply;

    /// <summary>Somebody else holds the trial: drop the attempt.</summary>
    [GenerateSerializer]
    public sealed record Fenced : EpochReply;
}
