using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Grains;

/// <summary>What became of a file that was to extend a sweep.</summary>
[GenerateSerializer]
public abstract record ExtendReply
{
    private ExtendReply()
    {
    }

    /// <param name="Trials">How many were added.</param>
    [GenerateSerializer]
    public sealed record Extended(int Trials) : ExtendReply;

    /// <summary>Nothing was changed.</summary>
    /// <param name="Reason">A sentence with the remedy.</param>
    /// <param name="Differences">What the file would change of the sweep; none where that is not the reason.</param>
    [GenerateSerializer]
    public sealed record Refused(string Reason, IReadOnlyList<SpecDifference> Differences) : ExtendReply;
}
