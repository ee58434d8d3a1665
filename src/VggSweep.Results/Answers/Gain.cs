namespace VggSweep.Results.Answers;

/// <summary>By how much one cell is better than another; negative where it is worse.</summary>
/// <param name="Mean">In accuracy from 0 to 1, or in loss that is saved.</param>
/// <param name="Low">Of the 90 % interval of Welch's t-test; null where either has one replicate.</param>
/// <param name="High">Of the 90 % interval; null where either has one replicate.</param>
/// <param name="IsDistinct">Whether the data tell the two apart; null where they say nothing.</param>
public sealed record Gain(double Mean, double? Low, double? High, bool? IsDistinct)
{
    internal static Gain Of(Difference difference) =>
        new(difference.Mean, difference.Low, difference.High, difference.IsDistinct);

    /// <summary>What a reader must know before quoting the mean; empty where the data tell the cells apart.</summary>
    internal string Caution => IsDistinct switch
    {
        true => "",
        false => ", which may be chance",
        null => ", which a single seed cannot tell from chance",
    };
}
