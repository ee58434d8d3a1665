namespace VggSweep.Core.Search;

/// <summary>What a search knows: every trial proposed so far, by number.</summary>
public sealed record SearchHistory(IReadOnlyList<TriedTrial> Trials)
{
    public static SearchHistory Empty { get; } = new([]);
}
