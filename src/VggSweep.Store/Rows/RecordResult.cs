using VggSweep.Core.Trials;

namespace VggSweep.Store;

/// <summary>What became of an epoch that was reported.</summary>
public abstract record RecordResult
{
    private RecordResult()
    {
    }

    public sealed record Recorded : RecordResult;

    /// <summary>It is recorded already: with the same result, or with that of other numerics.</summary>
    /// <param name="Epoch">As it is recorded.</param>
    public sealed record Known(EpochRecord Epoch) : RecordResult;

    /// <summary>It is recorded already, with another result.</summary>
    public sealed record NotReproducible(double RecordedTrainLoss) : RecordResult;

    /// <summary>The reporter's lease is over.</summary>
    public sealed record Fenced : RecordResult;

    /// <summary>An epoch before it is missing.</summary>
    public sealed record OutOfOrder(int Done) : RecordResult;
}
